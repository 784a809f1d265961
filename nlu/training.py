"""Trains the shipped model from the sentences of a folder: categories, acts, a second opinion."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from nlu.dangers import NONE, TELLING
from nlu.fitting import Fit, fit
from nlu.keywords import keywords
from nlu.linear import save_linear
from nlu.riskfitting import fit_risk
from nlu.risklessons import TALK, Risky
from nlu.sidebyside import Job, Outcome, side_by_side

Progress = Callable[[str], None]
_CODE = re.compile(r"c\d{4}")
_TYPED = 0.1  # share of the short sentences that are taught again in pinyin
_JOINED = 0.3  # share of these without blanks
_TYPED_UP_TO = 40  # characters
_CUT_TO = (30, 60)  # characters of the copies of long messages: people stop half way
# Sentences of each category that teach what a report is, and what a question.
_REPORTS_FOR_ACTS, _QUESTIONS_FOR_ACTS = 12, 6
_ASKS = re.compile(  # words of a question within a category: a consultation
    r"请问|咨询|想问|问一下|怎么(?:办理|申请|报|交|查|领|缴|算|买|开)|如何(?:办理|申请|查)|"
    r"[什么啥](?:材料|手续|条件|时候|证|标准|流程)|多少(?:钱|天|年)?$|在哪[里儿]?(?:办|查|交|领|报)|"
    r"几号|几点|有没有(?:补贴|政策)|需要(?:什么|哪些|带)|去哪|找谁|能报吗|可以.{2,12}吗$"
)
_COMPLAINS = re.compile(r"没人|不管|投诉|举报|凭什么|臭|吵|坏|破|堵|漏|不给|乱|骗|拖|脏|违")
_QUESTION = 60  # characters of the longest
_CATEGORY_ACTS = {"c1201": "consult", "c1203": "tip_off", "c1206": ""}
_DANGER = "danger_"
_OFTEN_DANGEROUS = {"c0603", "c0706", "c1001", "c1004", "c1006", "c1008", "c1009", "c1010"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One training sentence with its intent as written in the files."""

    text: str
    intent: str


def read_sentences(folder: Path) -> list[Sentence]:
    """All examples of all Rasa files of a folder; raises ValueError naming the broken file."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: list[Sentence] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            raw = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        except yaml.YAMLError as broken:
            raise ValueError(f"{path.name} 不是正确的 YAML：{broken}") from broken
        for entry in (raw or {}).get("nlu") or ():
            found.extend(_examples(entry))
    return found


def _examples(entry: dict[str, Any]) -> Iterable[Sentence]:
    for line in str(entry.get("examples") or "").splitlines():
        if line.startswith("- ") and line[2:].strip():
            yield Sentence(line[2:].strip(), str(entry["intent"]))


def with_cuts(sentences: Iterable[Sentence]) -> list[Sentence]:
    """The sentences and, of long ones, their beginnings."""
    out: list[Sentence] = []
    for one in sentences:
        out.append(one)
        out.extend(
            Sentence(one.text[:size], one.intent) for size in _CUT_TO if len(one.text) > size * 1.5
        )
    return out


def typed(rows: Sequence[Sentence]) -> list[Sentence]:
    """Some of the short sentences once more as they are typed in pinyin, joined or apart."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # 44 MB that hardly change a syllable
    from pypinyin import lazy_pinyin

    chance = random.Random(3)
    short = [one for one in rows if len(one.text) <= _TYPED_UP_TO]
    return [
        Sentence(("" if chance.random() < _JOINED else " ").join(lazy_pinyin(one.text)), one.intent)
        for one in chance.sample(short, int(len(short) * _TYPED))
    ]


def category_rows(sentences: Iterable[Sentence]) -> list[Sentence]:
    """What teaches the categories: labels are the four-digit codes."""
    chosen = [Sentence(s.text, s.intent[1:]) for s in sentences if _CODE.fullmatch(s.intent)]
    return with_cuts(chosen)


def act_rows(sentences: Iterable[Sentence]) -> list[Sentence]:
    """What teaches the acts: their own sentences, and some of each category as reports and, where
    they ask, as consultations."""
    rows: list[Sentence] = []
    told: dict[tuple[str, str], list[str]] = {}
    for one in sentences:
        if one.intent.startswith("act_"):
            rows.append(Sentence(one.text, one.intent.removeprefix("act_")))
        elif act := _told(one):
            told.setdefault((one.intent, act), []).append(one.text)
    chance = random.Random(7)
    for (_, act), texts in sorted(told.items()):
        many = _QUESTIONS_FOR_ACTS if act == "consult" else _REPORTS_FOR_ACTS
        rows.extend(Sentence(text, act) for text in chance.sample(texts, min(many, len(texts))))
    short = (word for code, words in keywords().items() if code[:2] != "12" for word in words)
    rows.extend(Sentence(word, "report") for word in short)
    return rows


def _told(one: Sentence) -> str:
    """The act of a category's sentence; empty when it teaches none."""
    if not _CODE.fullmatch(one.intent):
        return ""
    if one.intent in _CATEGORY_ACTS:
        return _CATEGORY_ACTS[one.intent]
    if not _ASKS.search(one.text):
        return "report"
    asks_only = len(one.text) <= _QUESTION and not _COMPLAINS.search(one.text)
    return "consult" if asks_only else ""


def kind_rows(sentences: Iterable[Sentence]) -> list[Sentence]:
    """What teaches the kinds of danger."""
    return [
        Sentence(s.text, s.intent.removeprefix(_DANGER))
        for s in sentences
        if s.intent.startswith(_DANGER)
    ]


def risk_rows(sentences: Iterable[Sentence]) -> list[Risky]:
    """What teaches danger: its own files; other reports and acts are no danger, but for the
    categories whose sentences often tell of one."""
    rows: list[Risky] = []
    for one in sentences:
        if one.intent.startswith(_DANGER):
            rows.append(Risky(one.text, one.intent.removeprefix(_DANGER)))
        elif one.intent == NONE:
            rows.append(Risky(one.text, NONE))
        elif one.intent not in _OFTEN_DANGEROUS:
            act = one.intent.partition("act_")[2]
            talk = bool(act) and act not in TELLING
            rows.append(Risky(one.text, TALK if talk else ""))
    return rows


_EARS: tuple[tuple[str, Callable[[Iterable[Sentence]], list[Sentence]], Fit], ...] = (
    (
        "categories",
        category_rows,
        Fit(longest=2, strength=0.5, at_least=2, sounds=True, likely=0.6, letters=3.0),
    ),
    ("acts", act_rows, Fit(longest=2, strength=4.0, sounds=True)),
    ("kinds", kind_rows, Fit(longest=2, strength=0.5, sounds=True, likely=1.6)),
)


def data_hash(folder: Path) -> str:
    """A fingerprint of the training files."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def train(data: Path, out: Path, at: datetime, say: Progress = print) -> dict[str, Any]:
    """Train on a folder of sentences and write a model folder; returns what is in model.json."""
    about = {"data": data_hash(data), "trained": at.isoformat(timespec="seconds")}
    return train_on(Taught(read_sentences(data)), out, about, say)


@dataclass(frozen=True, slots=True)
class Taught:
    """Our own sentences, and what staff corrected: that teaches categories and acts alone.

    The ear for danger, and what the acts learn from reports, stay those of our own sentences.
    """

    sentences: Sequence[Sentence]
    corrected: Sequence[Sentence] = ()

    def rows(self, choose: Callable[[Iterable[Sentence]], list[Sentence]]) -> list[Sentence]:
        """What teaches one ear."""
        rows = choose(self.sentences)
        if choose is category_rows:
            rows += choose(self.corrected)
        elif choose is act_rows:
            acts = (one for one in self.corrected if one.intent.startswith("act_"))
            rows += [Sentence(one.text, one.intent.removeprefix("act_")) for one in acts]
        return rows


def train_on(
    taught: Taught, out: Path, about: dict[str, Any], say: Progress = print
) -> dict[str, Any]:
    """Train and write a model folder, model.json last; `about` goes into it, and is returned."""
    if not any(_CODE.fullmatch(s.intent) for s in taught.sentences):
        raise ValueError("没有类别例句，请看看例句文件夹对不对")
    out.mkdir(parents=True, exist_ok=True)
    about = {"format": 2, **about, "sentences": len(taught.sentences), "scores": {}, "parts": {}}
    for name, outcome in side_by_side(_jobs(taught, say)):
        about["parts"][name] = save_linear(out, name, outcome.ear)
        about["scores"][name] = outcome.scores
        if outcome.limits:
            about["limits"] = asdict(outcome.limits)
        if outcome.overall:
            about["overall"] = outcome.overall.save(out)
        say(f"  {name} 学完了，交叉验证：{outcome.scores}")
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (out / "model.json").write_text(text + "\n", encoding="utf-8")
    return about


def _jobs(taught: Taught, say: Progress) -> list[Job]:
    """What is to be fitted, the longest first; an ear of fewer than two labels is left out."""
    jobs = []
    for name, choose, how in _EARS:
        rows = taught.rows(choose)
        rows += typed(rows) if how.sounds else []
        labels = {row.intent for row in rows}
        if len(labels) > 1:
            say(f"训练 {name}：{len(rows)} 句，{len(labels)} 类")
            told = [row.text for row in rows], [row.intent for row in rows]
            jobs.append(Job(name, len(rows), partial(_plain, *told, how)))
    if any(job.name == "kinds" for job in jobs):
        risky = risk_rows(taught.sentences)
        say(f"训练 risk：{len(risky)} 句")
        jobs.insert(0, Job("risk", len(risky), partial(fit_risk, risky)))
    return jobs


def _plain(texts: Sequence[str], labels: Sequence[str], how: Fit) -> Outcome:
    fitted = fit(texts, labels, how)
    return Outcome(fitted.ear, fitted.scores)

"""The dictionary as a table: jieba cuts with it as with its own, in a tenth of the memory."""

from __future__ import annotations

from pathlib import Path

import jieba
import pytest
import spacy

from bot.prepare import DATA
from nlu.dictionary import Dictionary, dictionary, made
from nlu.training import read_sentences
from nlu.wordkinds import CLOSED, COMMON, VERB
from nlu.words import Words, cut, cut_each

TEXTS = (
    "幸福里3号楼楼道灯坏了半个月没人管，晚上老人走路很不方便",
    "中华人民共和国国务院办公厅和北京大学附属第一医院",
    "abc 123 WIFI断了。。。 c++\n着火了!🔥", "𠮶人", "的" * 60, "", " ",
)  # fmt: skip


def taught() -> list[str]:
    """Thousands of sentences that residents might have written."""
    return [one.text for one in read_sentences(DATA)[::5]]


@pytest.fixture(scope="module")
def plain() -> Dictionary:
    """Read from jieba's own file."""
    return made()


@pytest.fixture(scope="module")
def own() -> jieba.Tokenizer:
    """jieba with the dict of its own."""
    cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
    cutter.initialized = True
    return cutter


def test_it_knows_what_jieba_knows(plain: Dictionary, own: jieba.Tokenizer) -> None:
    assert (len(plain.table), plain.total) == (len(own.FREQ), own.total)
    for text in TEXTS:
        known = {text[a:b] for a in range(len(text)) for b in range(a + 1, a + 20)} & set(own.FREQ)
        assert plain.runs(text) == {word: own.FREQ[word] for word in known}


def test_it_cuts_as_jieba_cuts_with_names_too(plain: Dictionary, own: jieba.Tokenizer) -> None:
    names = ["幸福里", "老人走路", "灯", "幸福里3号楼"]
    named = plain.with_names(names)
    for text in TEXTS:
        assert plain.cut(text) == tuple(own.cut(text))
    for name in names:
        if len(name) > 1:
            own.add_word(name)
    for text in TEXTS:
        assert named.cut(text) == tuple(own.cut(text))
    assert (plain.knows("幸福里"), named.knows("幸福里")) == (False, True)


def test_words_keep_their_kinds(plain: Dictionary) -> None:
    assert plain.kind("公布") == VERB
    assert plain.kind("我们") == CLOSED
    assert plain.kind("农村") & COMMON
    assert plain.kind("建设") == plain.kind("没有这样的词") == 0


def test_it_is_kept_ready_and_made_anew_when_what_was_kept_is_broken(tmp_path: Path) -> None:
    first = dictionary(tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    again = dictionary(tmp_path / "cache")
    kept.write_bytes(b"half a file")
    anew = dictionary(tmp_path / "cache")
    for one in (again, anew):
        assert one.total == first.total
        assert one.cut(TEXTS[0]) == first.cut(TEXTS[0])
        assert one.kind("公布") == VERB
    assert kept.stat().st_size > 1_000_000


def test_a_start_goes_on_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    assert dictionary(tmp_path / "file" / "cache").knows("我们")


def test_a_full_disk_leaves_no_half_written_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, **arrays: object) -> None:
        file.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nlu.dictionary.np.savez", full)
    assert dictionary(tmp_path).knows("我们")
    assert list(tmp_path.iterdir()) == []


def test_words_stand_where_the_pipeline_puts_them() -> None:
    words = Words(["幸福里"])
    for text in (*TEXTS[:-2], *taught()):
        tokens = [token for token in words.pipeline(text) if not token.is_space]
        found = [(token.idx, token.idx + len(token)) for token in tokens]
        assert found == list(words.spans(text))
        assert all(start < end for start, end in found)
        assert "".join(words.cut(text)) == text


def test_words_are_those_of_spacy_s_own_pipeline_with_jieba(plain: Dictionary) -> None:
    theirs = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    for text in taught():
        ours = [word for word in plain.cut(text) if not word.isspace()]
        assert [token.text for token in theirs(text) if not token.is_space] == ours


def test_lines_cut_together_are_cut_as_each_by_itself() -> None:
    told = [one.text.replace("\n", " ") for one in read_sentences(DATA)[::97]]
    lines = [*told, "", "。", "  ", "水管爆了 ", " 水管", "!?", "", "hao!"]
    assert list(cut_each(lines)) == [cut(line) for line in lines]
    assert not list(cut_each([]))

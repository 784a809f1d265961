"""A conversation as staff read it: what came in with what was understood, and what went out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from console.words import ACT_WORDS, DANGER_WORDS, moment, spoke
from grid.district import District
from integrations.seal import masked_phone
from integrations.sql.boxes import Kept, Letter
from integrations.sql.store import Work

STAFF_NOTES = {"take": "接手了对话", "give_back": "交还给机器人"}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes the lines of a transcript for one contact."""

    work: Work
    district: District

    def lines(self, contact: str) -> list[Row]:
        """Everything said, in time order; of one moment what came in stands first."""
        kept, letters = self.work.inbox.of(contact), self.work.outbox.of(contact)
        labels = {button.data: button.label for one in letters for button in one.say.buttons}
        fixed = self.work.corrections.of_messages([one.id for one in kept])
        files = {row.ref: row for row in self.work.files.of(contact)}
        found = [(one.at, 1, one.id, _went(one)) for one in letters]
        for one in kept:
            line = _note(one) if one.incoming.kind == "staff" else self._came(one, files)
            more = {"fixed": fixed.get(one.id, []), "tap": _tapped(one, labels)}
            found.append((one.incoming.at, 0, one.id, line and {**line, **more}))
        return [line for *_, line in sorted(found, key=lambda each: each[:3]) if line]

    def _came(self, kept: Kept, files: dict[str, Any]) -> Row:
        incoming = kept.incoming
        line = {"side": "resident", "id": kept.id, "at": incoming.at, "state": kept.state,
                "text": incoming.text, "kind": incoming.kind, "sticker": incoming.sticker,
                "pin": incoming.pin, "phone": masked_phone(incoming.phone)}  # fmt: skip
        shown = [{"kind": each.kind, "row": files.get(each.ref)} for each in incoming.files]
        return {**line, "files": shown, "heard": self.heard(kept.heard)}

    def heard(self, heard: dict[str, Any] | None) -> list[tuple[str, str]]:
        """What was understood, as rows of name and words; empty when nothing was."""
        if not heard:
            return []
        read: list[tuple[str, Callable[[dict[str, Any]], str]]] = [
            ("类别", self._guesses), ("纠纷", _dispute), ("地点", self._spot),
            ("危险", _danger), ("时间", _times),
            ("几件事", self._parts), ("电话", lambda h: "、".join(map(masked_phone, h["phones"]))),
            ("工单号", lambda h: "、".join(h["tickets"])),
            ("车牌", lambda h: "、".join(h["plates"])),
            ("金额", lambda h: "、".join(f"{a:g}元" for a in h["amounts"])),
            ("人名", lambda h: "、".join(h["names"])), ("人数", lambda h: str(h["people"] or "")),
            ("更正掉", lambda h: str(h["wrong"] or "")), ("依据", lambda h: "、".join(spoke(h))),
            ("降级", lambda h: str(h["degraded"] or "")),
        ]  # fmt: skip
        filled = _Filled(heard)
        found = [(name, words(filled)) for name, words in read]
        return [("意图", _act(heard)), *((name, words) for name, words in found if words)]

    def _guesses(self, heard: dict[str, Any]) -> str:
        return "；".join(self._guess(each) for each in heard["guesses"])

    def _guess(self, guess: Row) -> str:
        category = self.district.catalogue.get(guess["code"])
        return f"{guess['code']} {category.name if category else ''} {guess['confidence']:.0%}"

    def _spot(self, heard: dict[str, Any]) -> str:
        spot = heard["spot"]
        if not spot:
            return ""
        grids = [self.district.units[g].name for g in spot["grids"] if g in self.district.units]
        sure = "" if spot["exact"] else "（写法不同，要确认）"
        return f"“{spot['text']}” → {'、'.join(grids[:4]) or '不在地名库'}{sure}"

    def _parts(self, heard: dict[str, Any]) -> str:
        parts = heard["parts"]
        return "；".join(f"“{each['text']}”" for each in parts) if len(parts or ()) > 1 else ""


class _Filled(dict[str, Any]):
    """What was heard, with nothing for what was left out when it was kept."""

    def __missing__(self, key: str) -> Any:
        return ()


def _act(heard: dict[str, Any]) -> str:
    act = str(heard.get("act", "other"))
    return f"{ACT_WORDS.get(act, act)} {heard.get('sure', 0):.0%}"


def _dispute(heard: dict[str, Any]) -> str:
    return "当事人之间的纠纷" if heard["dispute"] else ""


def _danger(heard: dict[str, Any]) -> str:
    danger = heard["danger"]
    if not danger:
        return ""
    strength = "强" if danger["strong"] else "弱"
    kind = DANGER_WORDS.get(danger["kind"], danger["kind"])
    return f"{kind}（{danger['level']}，{strength}信号：“{danger['words']}”）"


def _times(heard: dict[str, Any]) -> str:
    return "；".join(f"“{each['text']}” = {moment(each['start'])}" for each in heard["times"])


def _tapped(kept: Kept, labels: dict[str, str]) -> str:
    """The words on the button that was tapped."""
    return labels.get(kept.incoming.button, "（旧按钮）") if kept.incoming.button else ""


def _note(kept: Kept) -> Row:
    words = STAFF_NOTES.get(kept.incoming.event, "")
    if kept.state == "parked":
        words = f"有一条回复系统没能处理：{kept.incoming.text}"
    elif kept.state == "open" and kept.incoming.text:
        words = f"的回复还在排队：{kept.incoming.text}"
    if not words:
        return {}  # a reply stands among what went out
    return {"side": "note", "at": kept.incoming.at, "by": kept.incoming.by, "text": words}


def _went(letter: Letter) -> Row:
    say = letter.say
    unreachable = letter.state == "failed" and letter.note.startswith("送不到")
    return {"side": "staff" if say.by else "bot", "at": letter.at, "by": say.by, "text": say.text,
            "buttons": [each.label for each in say.buttons], "note": letter.note,
            "kind": say.kind, "said": say.said,
            "state": "unreachable" if unreachable else letter.state}  # fmt: skip

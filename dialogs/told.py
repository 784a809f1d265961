"""What a message tells: the words as heard, beside pins, photos and phone cards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dialogs.clues import clues, own_phone
from dialogs.incoming import Incoming
from dialogs.places import merged_place
from dialogs.problems import says_what
from nlu.heard import Guess, Heard, Part, Spot


@dataclass(frozen=True, slots=True)
class Told:
    """One message, heard."""

    incoming: Incoming
    heard: Heard = field(default_factory=Heard)
    known: tuple[tuple[str, float], ...] = ()  # entries of knowledge it may ask for, and how surely

    @property
    def text(self) -> str:
        """The resident's own words, unchanged but for the edges."""
        return self.incoming.text.strip()

    @property
    def plain(self) -> str:
        """The words normalised and without closing punctuation, for comparing with options."""
        words = (self.heard.text or self.text).strip().strip("。.!！?？~～,， ").lower()
        return _TYPED.get(words.replace(" ", ""), words) if words.isascii() else words

    @property
    def yes(self) -> bool:
        """A plain yes; emoji and stories are none, whatever they sound like."""
        if self.points_out or _ASKS_ON.search(self.plain) or _FALTERS.search(self.plain):
            return False
        return self.text in _THUMBS or (self.heard.act == "affirm" and self._plainly)

    @property
    def points_out(self) -> bool:
        """Whether it tells which or where: 就是那个楼下 is no yes that submits something."""
        return bool(_POINTS_OUT.search(self.plain))

    @property
    def no(self) -> bool:
        """A plain no."""
        return self.heard.act == "deny" and self._plainly and not anew(self.plain)

    @property
    def submits(self) -> bool:
        """Whether it says no more than that it should be registered: 提交吧, 帮我登记一下."""
        return bool(_SUBMITS.fullmatch(self.plain))

    @property
    def _plainly(self) -> bool:
        words = [c for c in self.plain if c.isalnum()]
        return 0 < len(words) <= SHORT and self.heard.sure >= 0.75


_TYPED = {
    "tiaoguo": "跳过", "quxiao": "取消", "tijiao": "提交", "fanhui": "返回", "bangzhu": "帮助",
    "chexiao": "撤销", "chehui": "撤回", "cuiyixia": "催一下", "suanle": "算了",
    "buzhidao": "不知道", "chajindu": "查进度",
}  # fmt: skip
"""Words of control as they are typed in pinyin."""
_WAS_WRONG = re.compile(
    r"(?:哦|噢|啊|呃|哎|等等)?[，, ]*"
    r"(?:不对|错了|说错了?|记错了?|写错了?|打错了?)[，, ]*(?:应该)?是?"
)


def anew(words: str) -> str:
    """Of 哦不对，是五天 what it is instead; empty for a mere 不对啊."""
    said = _WAS_WRONG.match(words)
    rest = words[said.end() :] if said else ""
    return rest if rest.strip("啊吧呢呀的了哦嘛吗，, ") else ""


SHORT = 16  # characters of a plain yes or no
_POINTS_OUT = re.compile(
    r"^就?是(?:[那这](?!样|么|(?:个|件)?(?:意思|理|事)?[的儿呀啊吧]?$|回事)|[也都]?在|靠)[^，,。]{2,}"
)
_ASKS_ON = re.compile(r"^(?!好|行|可以|嗯|对|是)[^，,。]{2,8}呢$")
"""那猫呢 sounds like a yes, and asks."""
_FALTERS = re.compile(r"(?:那个|这个|就是|怎么说)[，,. …]*(?:唉|哎|呃|额|嗯|…)+$")
"""就是那个，唉 has not been said yet."""
_SUBMITS = re.compile(
    r"(?:那?算了[，, ]*)?"
    r"(?:侬|你们?|您|那|就是?)?(?:就这样|没问题|可以|好[的个嘞了]?|对的?|行|嗯)*[，, ]*"
    r"(?:就这样|直接|赶紧|快|[帮给替]我|我?要)*"
    r"(?:(?:提交|确认|登记|上报)(?:吧|了|一下|下来|呗)*|[交报](?:上去?|掉|一下)(?:吧|了|呗)*|(?<=这样)交(?:吧|了)*"
    r"|(?:[交报](?:了)?(?:吧|呗))+)(?:好[伐吗么不]|行[吗不]|可以[吗么不])?"
    r"(?:[，, ]*(?:反正|随便)[^，,。]{0,8})?"
    r"[，, ]*(?:谢谢|麻烦了?|辛苦了?|多谢)?(?:您|你|你们)?(?:了|啦)?"
)
_THUMBS = ("👍", "👌", "🆗", "✅", "👍👍")


def facts(told: Told) -> dict[str, Any]:
    """Every fact of the message under the name a question may want it by; plain JSON values."""
    heard, found = told.heard, clues(told.text)
    if (guesses := sane(heard.guesses)) and says_what(heard):
        found["guesses"] = guesses
    if told.incoming.pin:
        found["place"] = {"lat": told.incoming.pin.lat, "lng": told.incoming.pin.lng}
    elif heard.spot:
        found["place"] = _put_right(heard, spot_fact(heard.spot))
    found = {**_numbers(heard), **found, **_sums(heard)}
    if told.incoming.phone or heard.phones:
        found["phone"] = told.incoming.phone or heard.phones[0]
    if mine := own_phone(told.text, heard.phones):
        found["own_phone"] = mine
    return found


def _sums(heard: Heard) -> dict[str, Any]:
    """A sum of money as a number, where it was heard as one."""
    return {"amount": f"{heard.amounts[0]:g}元"} if heard.amounts else {}


def sane(guesses: Sequence[Guess]) -> list[list[Any]]:
    """Guesses as plain values; a confidence that is no number between 0 and 1 is none (G3 13)."""
    return [[g.code, g.confidence] for g in guesses if 0.0 <= g.confidence <= 1.0]


_TAKEN_BACK = re.compile(r"不是([^，,。 ]{1,10})")
"""不是上周三，是上周五: the first is no fact."""


_SLIP = re.compile(r"[，,。 ](?:哦|啊|哎)?(?:不对|错了|说错了?|记错了?)[，, ]*(?:应该)?是?")
"""从前天开始，不对，大前天: what comes after it counts."""


def _numbers(heard: Heard) -> dict[str, Any]:
    found = dict[str, Any]()
    gone = heard.wrong + "".join(_TAKEN_BACK.findall(heard.text))
    right = [span.text for span in heard.times if span.text not in gone]
    if slip := _SLIP.search(heard.text):
        right = [words for words in right if heard.text.rfind(words) >= slip.end()] or right
    if right:
        found["since"] = found["time"] = right[0]
    if heard.people is not None:
        found["people"] = found["people_count"] = f"{heard.people}人"
    if heard.plates:
        found["plate"] = heard.plates[0]
    if other := _other(heard):
        found["party"] = other
    if heard.tickets:
        found["ticket"] = heard.tickets[0]
    return found


def _put_right(heard: Heard, place: dict[str, Any]) -> dict[str, Any]:
    """幸福里3幢，不对是5幢: the building said after it is the right one."""
    slip = _SLIP.search(heard.text)
    token = _BUILDING.match(heard.text, slip.end()) if slip else None
    if token is None or token[0] in str(place["text"]):
        return place
    return place | {"text": merged_place(place | {"places": []}, {"text": token[0]})["text"]}


_BUILDING = re.compile(r"(?:[0-9一二三四五六七八九十]+(?:号楼|幢|栋|单元|楼|层|室))+")


_OWN_NAME = re.compile(
    r"(?:(?:我|我的?(?:名字|姓名|全名|大名))(?:是|叫|名叫|叫做|系|就是)|本人(?:是|叫|系)?"
    r"|(?<!被)(?:申请|联系|投诉|反映|举报|报修)人(?:姓名)?(?:是|叫|为)?) ?[:：]? ?$"
)
"""Words before a resident's own name, who is not the other party."""


def _other(heard: Heard) -> str:
    """The first person or firm named who is not the resident; "" when none is."""
    for name in heard.names:
        if not _OWN_NAME.search(heard.text[: max(0, heard.text.find(name))]):
            return name
    return ""


def spot_fact(spot: Spot) -> dict[str, Any]:
    """A heard place as a plain value."""
    return {"text": spot.text, "places": list(spot.places), "grids": list(spot.grids),
            "exact": spot.exact}  # fmt: skip


def part_fact(part: Part) -> dict[str, Any]:
    """One problem of several, with what belongs to it alone."""
    found: dict[str, Any] = {**clues(part.text), "detail": part.text}
    if guesses := sane(part.guesses):
        found["guesses"] = guesses
    if part.spot:
        found["place"] = spot_fact(part.spot)
    return found

"""What a clerk may correct of what was understood, and whether it may ever teach."""

from __future__ import annotations

from typing import Any

from console.ticket_view import SORTABLE
from console.words import ACT_WORDS
from grid.district import District
from grid.refused import Refused
from nlu.privacy import mask

FACTS = {"place": "地点", "time": "时间", "phone": "电话", "people": "人数", "amount": "金额",
         "name": "人名", "plate": "车牌", "danger": "危险", "dispute": "纠纷",
         "parts": "几件事", "other": "其他"}  # fmt: skip
UNDERSTOOD = {"category": "类别", "act": "意图", **FACTS}
"""What of a message a clerk may correct: the first two can be taught, facts are found by rules."""
SENSITIVE = ("domestic_violence", "self_harm", "child_danger")
"""Dangers whose words are never used to train."""
ACTS = {words: act for act, words in ACT_WORDS.items()}


def corrected(form: dict[str, str], district: District) -> tuple[str, str]:
    """Field and new value of a form; Refused in words when one of them makes no sense."""
    field, fresh = form.get("field", ""), form.get("now", "").strip()[:200]
    if field not in UNDERSTOOD or not fresh:
        raise Refused("请选要改哪一项，并写上正确的内容。")
    if field == "category":
        return field, _category(fresh, district)
    if field == "act":
        act = ACTS.get(fresh, fresh)
        if act not in ACT_WORDS:
            raise Refused("没有这个意图，意图请从列表里选。")
        return field, act
    return field, mask(fresh)


def _category(picked: str, district: District) -> str:
    """The code of what was picked; a name alone will do."""
    code = picked.partition(" ")[0]
    named = [one.code for one in district.catalogue.values() if one.name == picked]
    code = named[0] if len(named) == 1 else code
    if code not in district.catalogue or code == SORTABLE:
        raise Refused("没有这个类别，类别请从列表里选。")
    return code


def private(heard: dict[str, Any], fix: tuple[str, str], district: District) -> bool:
    """Whether a message must never teach: confidential, of a mediation, of danger to a person."""
    codes = {guess["code"] for guess in heard.get("guesses", [])[:1]} | {fix[1]}
    catalogue = district.catalogue
    high = any(catalogue[c].confidential == "high" for c in codes if c in catalogue)
    danger = (heard.get("danger") or {}).get("kind")
    return high or danger in SENSITIVE or "mediate" in (heard.get("act"), fix[1])

"""What may be reported, as the standard's services: our categories, and what each asks for."""

from __future__ import annotations

from typing import Any

from dialogs.dates import limit_words
from dialogs.flows.details import FROM_STORY, OWN_QUESTIONS
from dialogs.flows.kind import NOT_LISTED
from grid.catalogue import Category
from grid.district import District
from integrations.open311.wrong import Wrong

EMERGENCY = "E0"
PHOTO = "photo"
"""Comes as `media_url`, as the place comes as `lat`, `long` and `address_string`."""
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def offered(district: District) -> list[Category]:
    """What a resident may report through another system.

    Not what a clerk has yet to sort, and no emergency: for those people ring 110, 119 or 120
    (one that is sent all the same is taken).
    """
    return [one for one in district.catalogue.values()
            if one.active and one.code != NOT_LISTED and one.sla != EMERGENCY]  # fmt: skip


def category_of(district: District, code: str) -> Category:
    """An active category; Wrong 404 for any other code."""
    found = district.catalogue.get(code)
    if found is None or not found.active or code == NOT_LISTED:
        raise Wrong(404, f"没有编码为{code[:20]}的事项，可用的编码见 /open311/v2/services。")
    return found


def services(district: District) -> list[dict[str, Any]]:
    """GET /services."""
    return [_service(district, one) for one in offered(district)]


def _service(district: District, category: Category) -> dict[str, Any]:
    lead = category.lead
    promise = f"{limit_words(category.respond)}内联系，{limit_words(category.resolve)}内答复"
    return {
        "service_code": category.code, "service_name": category.name,
        "description": f"{category.name}（{category.first}）。主办：{lead}；{promise}。",
        "metadata": bool(attributes(district, category)), "type": "realtime",
        "keywords": ",".join(category.keywords), "group": category.first,
    }  # fmt: skip


def attributes(district: District, category: Category) -> list[str]:
    """The details that may be sent along, in the catalogue's order."""
    known = FROM_STORY | OWN_QUESTIONS | {PHOTO}
    return [slot for slot in category.slots if slot not in known and slot in district.slots]


def definition(district: District, code: str) -> dict[str, Any]:
    """GET /services/{code}: nothing is required, the desk asks for what is missing."""
    category = category_of(district, code)
    asked = [district.slots[slot] for slot in attributes(district, category)]
    return {
        "service_code": category.code,
        "attributes": [
            {"variable": True, "code": slot.key, "datatype": "string", "required": False,
             "datatype_description": slot.why, "order": order, "description": slot.question,
             "values": []}
            for order, slot in enumerate(asked, 1)
        ],
    }  # fmt: skip


def discovery(district: District, address: str, changed: str) -> dict[str, Any]:
    """GET /discovery: where the service is and in which formats it answers."""
    hotline = district.phones.get("hotline", "12345")
    formats = ["text/xml", "application/json"]
    endpoint = {"specification": SPECIFICATION, "url": f"{address}/open311/v2",
                "changeset": changed, "type": "production", "formats": formats}  # fmt: skip
    return {
        "changeset": changed,
        "contact": f"{district.name}联动指挥中心，电话{hotline}",
        "key_service": "api_key 由指挥中心的管理员发给接入单位，请打上面的电话申请。",
        "endpoints": [endpoint],
    }

"""The routes described in OpenAPI 3.1, for whoever writes the other side."""

from __future__ import annotations

from typing import Any

from integrations.open311.asked import LENGTHS, LONGEST
from integrations.open311.query import LARGEST, PAGE

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_TIME = {"type": ["string", "null"], "format": "date-time"}
_DEGREES = {"type": ["number", "null"]}
_WRONG = {
    "400": "缺少字段或者写错了", "403": "api_key 不对、已停用、过期，或没有这项权限",
    "404": "没有这个编码、编号或地址", "409": "这个编号已经用来登记过另一件事",
    "413": "内容太长", "415": "不是表单也不是 JSON", "429": "太快了，看 Retry-After",
    "503": "暂时登记不了，看 Retry-After",
}  # fmt: skip
FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "api_key": (_TEXT, "也可以放在请求头 X-Api-Key 或 Authorization: Bearer 里（更好）"),
    "service_code": (_TEXT, "事项编码；不给就按 description 判断，判断不了的由工作人员研判"),
    "description": (_TEXT, f"居民自己的话，最多{LONGEST}个字；有 service_code 时可以不写"),
    "lat": ({"type": "number"}, "纬度，WGS-84"),
    "long": ({"type": "number"}, "经度，WGS-84"),
    "address_string": (_TEXT, f"地址，最多{LENGTHS['address_string']}个字"),
    "media_url": (_TEXT, "照片的网址，只记下来，不去取"),
    "account_id": (_TEXT, "居民在您的系统里的编号；同一个编号算同一个人"),
    "phone": (_TEXT, "居民的电话，加密保存；有电话才会打电话联系"),
    "first_name": (_TEXT, "名"), "last_name": (_TEXT, "姓"),
    "email": (_TEXT, "收下但不保存"), "device_id": (_TEXT, "收下但不保存"),
    "external_id": (_TEXT, "您的系统里的编号；同一个编号只登记一件（等同 Idempotency-Key）"),
}  # fmt: skip


def description(address: str) -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "枫桥 Open311 GeoReport v2", "version": "2.0.0",
                 "description": "居民在别的系统里反映的事，登记进来、查进度。每个地址加 .json 或"
                                " .xml 选格式，不加看 Accept，默认 JSON。"},
        "servers": [{"url": f"{address}/open311/v2"}],
        "paths": _paths(),
        "components": {"schemas": _schemas(), "securitySchemes": {
            "header": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
            "bearer": {"type": "http", "scheme": "bearer"},
            "query": {"type": "apiKey", "in": "query", "name": "api_key"}}},
    }  # fmt: skip


def _paths() -> dict[str, Any]:
    number = _parameter("service_request_id", "编号", "path")
    one = _kept("查一件", [number], {"200": _answer("只有一件", _list("ServiceRequest"))}, "404")
    return {
        "/discovery": _open("在哪里、有哪些格式", "Discovery"),
        "/services": _open("可以反映的事项", None, _list("Service")),
        "/services/{service_code}": _open("一个事项的追问项", "ServiceDefinition", None,
                                          "service_code"),
        "/requests": {"post": _post(), "get": _listed()},
        "/requests/{service_request_id}": {"get": one},
    }  # fmt: skip


def _post() -> dict[str, Any]:
    once = _parameter("Idempotency-Key", "同一个值只登记一件", "header")
    done = {"201": _answer("已登记", _list("Receipt")),
            "200": _answer("刚才已经登记过，还是那一件", _list("Receipt"))}  # fmt: skip
    wrong = ("400", "404", "409", "413", "415")
    return {**_kept("登记一件事", [once], done, *wrong), "requestBody": _body()}


def _listed() -> dict[str, Any]:
    found = {"200": _answer("从新到旧", _list("ServiceRequest"))}
    return _kept("查进度", _filters(), found, "400")


def _kept(
    summary: str, parameters: list[dict[str, Any]], answers: dict[str, Any], *wrong: str
) -> dict[str, Any]:
    """A route that needs a key."""
    ways: list[dict[str, list[str]]] = [{"header": []}, {"bearer": []}, {"query": []}]
    return {"summary": summary, "security": ways, "parameters": parameters,
            "responses": answers | _errors(*wrong, "403", "429", "503")}  # fmt: skip


def _open(
    summary: str, name: str | None, schema: dict[str, Any] | None = None, part: str = ""
) -> dict[str, Any]:
    """A route that needs no key."""
    shape = schema or {"$ref": f"#/components/schemas/{name}"}
    found: dict[str, Any] = {"summary": summary, "responses": {"200": _answer(summary, shape)}}
    if part:
        found["parameters"] = [_parameter(part, "事项编码", "path")]
        found["responses"] |= _errors("404")
    return {"get": found}


def _filters() -> list[dict[str, Any]]:
    return [
        _parameter("service_request_id", "编号，可用逗号隔开多个；给了它，其他条件都不看"),
        _parameter("service_code", "事项编码，可用逗号隔开多个"),
        _parameter("start_date", "登记时间从，如 2026-11-01T00:00:00+08:00；默认最近90天"),
        _parameter("end_date", "登记时间到"),
        _parameter("status", "open、closed，可用逗号隔开"),
        _parameter("page", "第几页，从1起"),
        _parameter("page_size", f"每页几件，默认{PAGE}，最多{LARGEST}"),
    ]


def _parameter(name: str, words: str, where: str = "query") -> dict[str, Any]:
    return {"name": name, "in": where, "required": where == "path", "description": words,
            "schema": _TEXT}  # fmt: skip


def _body() -> dict[str, Any]:
    fields = {name: {**kind, "description": words} for name, (kind, words) in FIELDS.items()}
    form = {"type": "object", "properties": fields}
    attribute = {"type": "object", "additionalProperties": _TEXT,
                 "description": "追问项；表单里写成 attribute[编码]=值"}  # fmt: skip
    whole = {"type": "object", "properties": fields | {"attribute": attribute}}
    return {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form},
                                          "application/json": {"schema": whole}}}  # fmt: skip


def _answer(words: str, schema: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}, "text/xml": {"schema": schema}}
    return {"description": words, "content": content}


def _errors(*codes: str) -> dict[str, Any]:
    return {code: _answer(_WRONG[code], _list("Error")) for code in codes}


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _shape(**fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields)}


def _schemas() -> dict[str, Any]:
    flag = {"type": "boolean"}
    return {
        "Error": _shape(code={"type": "integer"}, description=_TEXT),
        "Receipt": _shape(service_request_id=_TEXT, service_notice=_TEXT, account_id=_MAYBE),
        "Service": _shape(service_code=_TEXT, service_name=_TEXT, description=_TEXT,
                          metadata=flag, type=_TEXT, keywords=_TEXT, group=_TEXT),
        "Attribute": _shape(variable=flag, code=_TEXT, datatype=_TEXT, required=flag,
                            datatype_description=_TEXT, order={"type": "integer"},
                            description=_TEXT, values={"type": "array"}),
        "ServiceDefinition": _shape(service_code=_TEXT, attributes=_list("Attribute")),
        "ServiceRequest": _shape(
            service_request_id=_TEXT, status={"type": "string", "enum": ["open", "closed"]},
            status_notes=_TEXT, service_name=_TEXT, service_code=_TEXT, description=_MAYBE,
            agency_responsible=_TEXT, service_notice=_MAYBE, requested_datetime=_TIME,
            updated_datetime=_TIME, expected_datetime=_TIME, address=_MAYBE, address_id=_MAYBE,
            zipcode=_MAYBE, lat=_DEGREES, long=_DEGREES, media_url=_MAYBE),
        "Discovery": _shape(changeset=_TIME, contact=_TEXT, key_service=_TEXT,
                            endpoints={"type": "array"}),
    }  # fmt: skip

"""The safe mode, against a message another implementation has sealed."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from integrations.wechat.envelope import Envelope, Forged, aes_key, check_signature, signature
from integrations.wechat.messages import BadXml, cdata, read_xml
from integrations.wechat.position import to_gcj02, to_wgs84

KEY, TOKEN, APPID = (
    "ZmVuZ3FpYW9NYWRlVXBLZXkwMTIzNDU2Nzg5MDEyMzQ", "madeUpToken20261122", "wx0123456789abcdef"
)  # fmt: skip
SEALED = (
    "11/srkdXbQ4YVCDCtW+N1kw/hq4Q5KiNYKrZJaFw2dFWdQ3y0326BMOm5Ro+iKiRnjAbXuco3yuzBiFvbSzlpAMYKfDU"
    "PyNJ3+nYzxwx/MfEieSGIrjTDRlmB+XTDGffwerpY+xF5x5U8ONUVzSrjsopnKwSlbWDek+HJF9RJNWkKPUPe1BBJp2t"
    "395JaCs75iGMCPlWFkOD0QkSbunA9u1z40FLhBKnva4w0r59cxgruuUB41I9cIhx7NZcYyvsxONGI3IKvwrJbKTeL8Et"
    "WVeaw/3Yiqo0tQKNPF0OQGMvKtkJFIATO4Oppz3sQWBAHdZuPmUbrHDzmGp+CQb8YfWJE+UR3Vp1CQrT9DS+j8jIAdqs"
    "mc8QEqnwE2S3xJnF"
)
SIGNED = "93a4dbdd67f152dcfb693bc85fee2e11877452cf"


def test_what_another_implementation_sealed_is_opened() -> None:
    check_signature(SIGNED, TOKEN, "1795000000", "6789", SEALED)
    fields = read_xml(Envelope(KEY, APPID).open(SEALED))
    assert fields["Content"] == "楼道灯坏了"
    assert fields["MsgId"] == "42"


def test_what_we_close_we_open_whatever_its_length() -> None:
    envelope = Envelope(KEY, APPID)
    for length in range(40):
        assert envelope.open(envelope.close(b"x" * length)) == b"x" * length


@pytest.mark.parametrize(
    "sealed", ["", "not base64!", "QUJD", SEALED[:-4], "A" * 64, SEALED[64:], "é" * 40]
)
def test_what_is_damaged_is_forged(sealed: str) -> None:
    with pytest.raises(Forged):
        Envelope(KEY, APPID).open(sealed)


def test_a_message_for_another_account_is_forged() -> None:
    with pytest.raises(Forged, match="another account"):
        Envelope(KEY, "wx0000000000000000").open(SEALED)


def test_a_length_beyond_the_end_is_forged() -> None:
    key = aes_key(KEY)
    plain = b"r" * 16 + (2**31).to_bytes(4, "big") + b"short"
    plain += bytes([32 - len(plain) % 32]) * (32 - len(plain) % 32)
    into = Cipher(AES256(key), CBC(key[:16])).encryptor()
    with pytest.raises(Forged):
        Envelope(KEY, APPID).open(base64.b64encode(into.update(plain) + into.finalize()).decode())


def test_a_signature_is_over_sorted_parts_and_another_is_forged() -> None:
    assert signature("b", "a", "c") == signature("c", "b", "a")
    for given in ("", signature("a", "b"), "é", SIGNED.upper()):
        with pytest.raises(Forged):
            check_signature(given, TOKEN, "1795000000", "6789", SEALED)


def test_a_key_that_is_none_is_told() -> None:
    for key in ("", KEY[:-1], KEY[:-1] + "!"):
        with pytest.raises(ValueError):
            aes_key(key)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
BOMBS = {
    "file": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Content>&f;</Content></xml>',
    "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><xml><Content>&l8;</Content></xml>',
    "outside": '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><xml/>',
    "deep": "<x>" * 2000 + "</x>" * 2000,
    "many": f"<xml>{'<a/>' * 5000}</xml>",
    "cut": "<xml><Content>半句",
    "two": "<xml/><xml/>",
    "unknown entity": "<xml><Content>&nbsp;</Content></xml>",
    "nothing": "",
    "json": '{"Content": "x"}',
}


@pytest.mark.parametrize("name", BOMBS)
def test_xml_that_no_message_is_cannot_be_read(name: str) -> None:
    with pytest.raises(BadXml):
        read_xml(BOMBS[name].encode())


def test_another_encoding_is_not_taken_from_the_document() -> None:
    body = '<?xml version="1.0" encoding="utf-16"?><xml><Content>灯</Content></xml>'.encode()
    assert read_xml(body)["Content"] == "灯"
    with pytest.raises(BadXml):
        read_xml("<xml><Content>灯</Content></xml>".encode("gbk"))


def test_words_cannot_leave_their_section() -> None:
    words = "]]></Content><MsgType>x</MsgType><![CDATA[ ]]>"
    assert read_xml(f"<xml><C>{cdata(words)}</C></xml>".encode()) == {"C": words}


def test_positions_come_back_from_the_chinese_map() -> None:
    assert to_gcj02(31.1774276, 121.5272106) == pytest.approx((31.1753039836, 121.5315418592))
    for lat, lng in ((30.091, 123.0035), (18.2, 109.5), (53.4, 122.3), (39.9, 75.9)):
        shown = to_gcj02(lat, lng)
        assert abs(shown[0] - lat) + abs(shown[1] - lng) > 1e-4
        assert to_wgs84(*shown) == pytest.approx((lat, lng), abs=1e-7)


def test_positions_outside_china_are_as_they_are() -> None:
    assert to_wgs84(48.85, 2.35) == (48.85, 2.35)

"""The platform's XML, read without entities, and the XML of an answer in the same breath."""

from __future__ import annotations

from xml.parsers import expat

DEEPEST = 6  # elements inside one another; real messages have three
MOST = 200  # elements of a message; real ones have some twenty


class BadXml(Exception):
    """It cannot be read, or holds what no message of the platform does."""


class _Reader:
    """Texts by name; what lies deeper is named by its own element, the first one counts."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self._path: list[str] = []
        self._text: list[str] = []
        self._many = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        self._many += 1
        if len(self._path) >= DEEPEST or self._many > MOST:
            raise BadXml("too large")
        self._path.append(name)
        self._text = []

    def end(self, name: str) -> None:
        self._path.pop()
        if self._path:
            self.fields.setdefault(name, "".join(self._text).strip())
        self._text = []

    def words(self, data: str) -> None:
        self._text.append(data)

    def refuse(self, *_: object) -> None:
        """A document type is where entities are declared: there is none in a message."""
        raise BadXml("document type")


def read_xml(body: bytes) -> dict[str, str]:
    """The fields of a message; raises BadXml for anything else.

    Entities are refused at the document type, before one is declared or fetched.
    """
    reader, parser = _Reader(), expat.ParserCreate("utf-8")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.words
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise BadXml(type(error).__name__) from None
    return reader.fields


def cdata(text: str) -> str:
    """Text as a CDATA section, whatever it holds."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def text_answer(fields: dict[str, str], words: str, at: int) -> str:
    """The answer to a message, said in the response itself."""
    return (
        f"<xml><ToUserName>{cdata(fields['FromUserName'])}</ToUserName>"
        f"<FromUserName>{cdata(fields.get('ToUserName', ''))}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType>{cdata('text')}</MsgType>"
        f"<Content>{cdata(words)}</Content></xml>"
    )


def sealed_answer(encrypted: str, signed: str, at: int, nonce: str) -> str:
    """An encrypted answer, as the safe mode wants it."""
    return (
        f"<xml><Encrypt>{cdata(encrypted)}</Encrypt><MsgSignature>{cdata(signed)}</MsgSignature>"
        f"<TimeStamp>{at}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
    )

"""What must not be kept as it was typed: numbers are hidden, a PIN or query code is sealed."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.incoming import Incoming
from grid.query_codes import mistyped, taken_out
from integrations.seal import Seal
from nlu.privacy import HIDDEN_CARD, HIDDEN_ID, find_private

_HIDDEN = (HIDDEN_ID, HIDDEN_CARD)
_PIN = re.compile(r"(设置?查看码\D{0,4})(\d{4,8})(?!\d)")


def discreet(incoming: Incoming, seal: Seal) -> Incoming:
    """The same message, fit to be kept (domain rules 0.2, 14); `data` tells what was taken out."""
    text, data = without_numbers(incoming.text), dict(incoming.data)
    if text != incoming.text:
        data["hidden"] = True
    if pin := _PIN.search(text):
        text = f"{text[: pin.end(1)]}****{text[pin.end() :]}"
        data["pin"] = seal.close(pin[2]).hex()
    text, code = taken_out(text)
    if code:
        data["query_code"] = seal.close(code).hex()
    elif (rest := mistyped(text)) is not None:
        text, data["unfit_code"] = rest, True
    return incoming if text == incoming.text else replace(incoming, text=text, data=data)


def without_numbers(text: str) -> str:
    """Words without numbers of papers and cards, which are kept nowhere."""
    out, last = [], 0
    for one in find_private(text):
        if one.mask in _HIDDEN:
            out.append(text[last : one.start] + one.mask)
            last = one.end
    return "".join(out) + text[last:]

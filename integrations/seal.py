"""Sealing of personal data at rest: AES-256-GCM, with a blind index for looking up (F.2)."""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class Seal:
    """Keys derived from the one secret of the installation."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._aes = AESGCM(self._key(secret, "seal"))
        self._index = self._key(secret, "index")
        self._sign = self._key(secret, "sign")

    @staticmethod
    def _key(secret: str, use: str) -> bytes:
        return hmac.new(secret.encode(), f"fengqiao:{use}".encode(), hashlib.sha256).digest()

    def key(self, use: str) -> bytes:
        """A key of its own for another use."""
        return self._key(self._secret, use)

    def close(self, plain: str) -> bytes:
        """Sealed bytes of a text."""
        nonce = os.urandom(12)
        return nonce + self._aes.encrypt(nonce, plain.encode(), None)

    def open(self, sealed: bytes | None) -> str:
        """The text again; empty when there is none. Raises ValueError when the key is another."""
        if not sealed:
            return ""
        try:
            return self._aes.decrypt(sealed[:12], sealed[12:], None).decode()
        except InvalidTag:
            raise ValueError("sealed with another FENGQIAO_SECRET") from None

    def index(self, plain: str) -> str:
        """A blind index: equal texts, equal index; nothing can be read from it."""
        return hmac.new(self._index, plain.encode(), hashlib.sha256).hexdigest()

    def signed(self, text: str) -> str:
        """`text` with a signature, for cookies and links."""
        return f"{text}.{self._mark(text)}"

    def unsigned(self, signed: str) -> str:
        """The text of a signed value; empty when the signature is wrong."""
        text, _, mark = signed.rpartition(".")
        return text if text and hmac.compare_digest(mark, self._mark(text)) else ""

    def _mark(self, text: str) -> str:
        return hmac.new(self._sign, text.encode(), hashlib.sha256).hexdigest()[:32]


def masked_phone(phone: str) -> str:
    """138****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****" if phone else ""

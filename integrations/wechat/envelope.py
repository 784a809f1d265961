"""What proves that a request is WeChat's: the signature, and the safe mode's AES envelope."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK = 32  # bytes; the platform pads to 32, although an AES block has 16
HEAD = 20  # bytes before the message: 16 of chance, 4 of length
KEY_LENGTH = 43  # characters of an EncodingAESKey: 32 bytes in base64 without the sign at the end


class Forged(Exception):
    """It is not from WeChat, or not meant for this account."""


def signature(*parts: str) -> str:
    """SHA-1 over the parts, sorted and joined, as the platform signs."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def check_signature(given: str, *parts: str) -> None:
    """Raises Forged unless `given` is the signature of the parts."""
    if not hmac.compare_digest(given.encode(), signature(*parts).encode()):
        raise Forged("signature")


def aes_key(encoded: str) -> bytes:
    """The 32 bytes of an EncodingAESKey; raises ValueError when it is none."""
    if len(encoded) != KEY_LENGTH:
        raise ValueError(f"an EncodingAESKey has {KEY_LENGTH} characters")
    try:
        return base64.b64decode(encoded + "=", validate=True)
    except binascii.Error:
        raise ValueError("an EncodingAESKey is letters and digits") from None


class Envelope:
    """The safe mode of one account: AES-256-CBC, the key's beginning as its initial vector."""

    def __init__(self, encoded_key: str, appid: str) -> None:
        self._key = aes_key(encoded_key)
        self._appid = appid.encode()

    def open(self, encrypted: str) -> bytes:
        """The message inside; raises Forged when it is damaged or of another account."""
        try:
            sealed = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError):
            raise Forged("not base64") from None
        if not sealed or len(sealed) % 16:
            raise Forged("length")
        decryptor = self._cipher().decryptor()
        plain = _unpadded(decryptor.update(sealed) + decryptor.finalize())
        end = HEAD + int.from_bytes(plain[16:HEAD], "big")
        if len(plain) < HEAD or plain[end:] != self._appid:
            raise Forged("another account")
        return plain[HEAD:end]

    def close(self, message: bytes) -> str:
        """The message encrypted, as the platform opens it."""
        plain = secrets.token_bytes(16) + len(message).to_bytes(4, "big") + message + self._appid
        left = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher().encryptor()
        sealed = encryptor.update(plain + bytes([left]) * left) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def _cipher(self) -> Cipher[CBC]:
        return Cipher(AES256(self._key), CBC(self._key[:16]))


def _unpadded(plain: bytes) -> bytes:
    left = plain[-1]
    if not 1 <= left <= BLOCK or plain[-left:] != bytes([left]) * left:
        raise Forged("padding")
    return plain[:-left]

"""The mail channel: notices to members of the panel by e-mail; nobody writes to us by it."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from bot.channels.port import TryLater, Unreachable
from dialogs.say import Say

PATIENCE = 10.0  # seconds a mail server may take
AGAIN = 60.0  # … until a server that was away is tried again
SUBJECT = 40  # characters of the words that are the subject


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in: smtp:// (with STARTTLS where offered) or smtps://."""

    host: str
    port: int
    secure: bool
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, url: str) -> Server:
        """From smtp[s]://user:password@host:port; raises ValueError for anything else."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("the mail server's URL must be smtp://host or smtps://host")
        secure = parts.scheme == "smtps"
        return cls(parts.hostname, parts.port or (465 if secure else 25), secure,
                   unquote(parts.username or ""), unquote(parts.password or ""))  # fmt: skip


class Mail:
    """E-mail as a Channel: mail:someone@example.org."""

    name = "mail"

    def __init__(self, url: str, sender: str) -> None:
        self._server = Server.of(url)
        self._sender = sender

    async def send(self, contact: str, say: Say, key: str) -> str:
        """Hand one message to the server; the id is the same for a repeat of the same row."""
        message = self._message(contact.partition(":")[2], say.text, key)
        await asyncio.to_thread(self._hand_in, message)
        return str(message["Message-ID"])

    async def fetch(self, ref: str) -> bytes:
        """Nothing comes in by mail."""
        raise ValueError("there are no files in mail")

    def _message(self, to: str, text: str, key: str) -> EmailMessage:
        message = EmailMessage()
        first = text.strip().splitlines()[0]
        message["Subject"] = first if len(first) <= SUBJECT else f"{first[:SUBJECT]}…"
        message["From"], message["To"] = self._sender, to
        message["Message-ID"] = f"<fengqiao-{key}@{self._sender.rpartition('@')[2] or 'local'}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text, cte="base64")
        return message

    def _hand_in(self, message: EmailMessage) -> None:
        """Raises Unreachable when the server knows no such address, TryLater when it is away."""
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            if all(code >= 500 for code in codes):
                raise Unreachable(str(message["To"])) from None
            raise TryLater(AGAIN) from None
        except (smtplib.SMTPException, OSError):
            raise TryLater(AGAIN) from None

    def _connected(self) -> smtplib.SMTP:
        one = self._server
        if one.secure:
            safe = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                one.host, one.port, timeout=PATIENCE, context=safe
            )
        else:
            server = smtplib.SMTP(one.host, one.port, timeout=PATIENCE)
            server.ehlo()
            if server.has_extn("starttls") or one.user:
                server.starttls(context=ssl.create_default_context())
        if one.user:
            server.login(one.user, one.password)
        return server

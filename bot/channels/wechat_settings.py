"""The settings of WeChat: all that is needed, nothing weak, before anything is sent with them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.channels.wechat_notices import Notice
from bot.settings import BadSetting, Settings, is_loopback
from integrations.wechat.envelope import aes_key

SHORTEST_TOKEN = 16  # characters; the platform takes 3 to 32
VARIED = 8  # different characters of a token that was not typed with one finger
_TOKEN = re.compile(r"[A-Za-z0-9]{3,32}")


def check_wechat(settings: Settings) -> None:
    """Raises BadSetting with what to do."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{6,64}", settings.wechat_appid):
        raise BadSetting("FENGQIAO_WECHAT_APPID must be the account's AppID, e.g. wx and 16 digits")
    if not settings.wechat_secret or not settings.wechat_token:
        raise BadSetting("FENGQIAO_WECHAT_APPID needs FENGQIAO_WECHAT_SECRET and _TOKEN as well")
    if not _TOKEN.fullmatch(settings.wechat_token):
        raise BadSetting("FENGQIAO_WECHAT_TOKEN must be 3 to 32 letters and digits, as set there")
    _check_server(settings)
    _check_shapes(settings)
    if not settings.is_demo:
        _check_strength(settings)


def _check_server(settings: Settings) -> None:
    """The secret travels there: encrypted, or not beyond this machine."""
    server = urlsplit(settings.wechat_api)
    if server.scheme == "https" and server.hostname:
        return
    if server.scheme != "http" or not is_loopback(server.hostname or ""):
        raise BadSetting("FENGQIAO_WECHAT_API must be an https:// address")


def _check_shapes(settings: Settings) -> None:
    try:
        if settings.wechat_aes_key:
            aes_key(settings.wechat_aes_key)
    except ValueError as error:
        raise BadSetting(f"FENGQIAO_WECHAT_AES_KEY: {error}") from None
    try:
        if settings.wechat_notice:
            Notice.of(settings.wechat_notice)
    except ValueError as error:
        raise BadSetting(f"FENGQIAO_WECHAT_NOTICE: {error}") from None


def _check_strength(settings: Settings) -> None:
    """Outside a demo: a token nobody guesses, and messages encrypted (a plain body is unsigned)."""
    token = settings.wechat_token
    if len(token) < SHORTEST_TOKEN or len(set(token)) < VARIED:
        raise BadSetting(
            "FENGQIAO_WECHAT_TOKEN is weak; set 32 random letters and digits there and here, e.g."
            " the output of: python -c 'import secrets; print(secrets.token_hex(16))'"
        )
    if len(set(settings.wechat_aes_key)) < VARIED:
        raise BadSetting(
            "FENGQIAO_WECHAT_AES_KEY is missing or weak; choose the safe mode (安全模式) at the"
            " platform and a random EncodingAESKey"
        )
    if len(settings.wechat_secret) < SHORTEST_TOKEN or len(set(settings.wechat_secret)) < VARIED:
        raise BadSetting("FENGQIAO_WECHAT_SECRET is not an AppSecret (32 characters)")

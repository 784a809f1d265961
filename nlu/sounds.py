"""Syllables without tones, merged where dialects and input methods merge them."""

from __future__ import annotations

import os
from functools import lru_cache

_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_ENDINGS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_TONELESS = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")


@lru_cache(maxsize=8192)
def syllable(letter: str) -> str:
    """The merged syllable of one character; other characters come back in small letters."""
    if not "\u4e00" <= letter <= "\u9fff":
        return letter.lower()
    return merged(_readings().get(ord(letter), letter).partition(",")[0].translate(_TONELESS))


@lru_cache(maxsize=1)
def _readings() -> dict[int, str]:
    """pypinyin's table of how characters sound, the commonest reading of each first.

    Its `lazy_pinyin` says the same of a single character, in five times as long.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # 44 MB that single characters never need
    from pypinyin.constants import PINYIN_DICT  # 0.1 s to import: only when somebody listens

    found: dict[int, str] = PINYIN_DICT
    return found


@lru_cache(maxsize=2048)
def merged(sound: str) -> str:
    """Merge zh/z, ch/c, sh/s, ang/an, eng/en, ing/in and l/n of one syllable."""
    for wide, narrow in _MERGED:
        if sound.startswith(wide):
            sound = narrow + sound[2:]
    for wide, narrow in _ENDINGS:
        if sound.endswith(wide):
            sound = sound[: -len(wide)] + narrow
    if sound.startswith("l") and len(sound) > 1:
        sound = "n" + sound[1:]
    return sound


def syllables(text: str) -> tuple[str, ...]:
    """One merged syllable for each character."""
    return tuple(map(syllable, text))

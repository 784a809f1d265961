"""Who hears: our own listener with the district's names and the model in use; no store."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from bot.ears import Ears
from bot.models import BadModel, Shelf, open_model
from bot.settings import BadSetting, Settings
from grid.district import District
from integrations.district.reading import read
from nlu.encoder import Encoder, load_encoder
from nlu.gazetteer import Name
from nlu.listener import Listener
from nlu.words import open_dictionary

log = logging.getLogger("fengqiao")


@lru_cache(maxsize=4)
def district_of(folder: Path) -> District:
    """A district is read once a process: nothing changes it while the bot runs."""
    return read(folder)


def own_listener(settings: Settings, district: District) -> Listener:
    """Our listener with the district's names and the model in use; keywords without a model."""
    if not settings.model:
        return own_ears(settings, district).listener
    names, folder = _names(district), Path(settings.model)
    open_dictionary(settings.folder / "cache")
    try:
        model = open_model(folder) if folder.is_dir() else None
    except BadModel as bad:
        raise BadSetting(f"FENGQIAO_MODEL 指的模型用不了：{bad}。请改正或去掉这个设置。") from bad
    return Listener(model, names, settings.folder / "cache", encoder_of(settings))


def own_ears(settings: Settings, district: District) -> Ears:
    """Our listener on the shelf's models; where the chosen one is no good, on one before it."""
    shelf = Shelf(settings.folder)
    name, model, wrong = shelf.best()
    ears = Ears(Listener(model, _names(district), shelf.cache, encoder_of(settings)), shelf, name)
    if model and wrong:
        ears.trouble = "；".join(wrong)
        log.error("model %s hears instead: %s", name, ears.trouble)
    return ears


def encoder_of(settings: Settings) -> Encoder | None:
    """The encoder, unless it is not wanted or can not run here."""
    return load_encoder() if settings.encoder != "0" else None


def _names(district: District) -> tuple[Name, ...]:
    return tuple(Name(*row) for row in district.names())


def base_model(settings: Settings) -> Path:
    """Where the model of our own sentences alone lies, or the one the settings name."""
    return Path(settings.model) if settings.model else Shelf(settings.folder).base

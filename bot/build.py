"""build(): the one place where the parts are joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.clock import Clock
from bot.clockwork import Clockwork
from bot.discreet import discreet
from bot.door import Door
from bot.ears import Ears
from bot.hearing import base_model, district_of, encoder_of, own_ears, own_listener
from bot.house import House, Listener
from bot.library import Library
from bot.pager import Pager
from bot.present import Present
from bot.rooms import OwnRooms
from bot.settings import Settings, secret_of
from bot.spool import Spool
from dialogs.dialogue import Dialogue
from dialogs.flows import FLOWS
from dialogs.wording import speaker
from grid.district import District
from integrations.rasa import with_rasa
from integrations.seal import Seal
from integrations.sql.store import Store
from mediation.rooms import Rooms
from nlu.meanings import Meanings

RETENTION = {"chat": 30, "ticket": 5 * 365 + 1, "tip_off": 730, "photo": 730, "survey": 3 * 365}
"""Days things are kept (domain rules F.1); what the first reply tells. Tip-offs count from their
end."""

NUMBERS = ("gas", "lift", "power", "water")
"""Emergency numbers of the district that sentences name, as {gas_phone} and so on."""


@dataclass(slots=True)
class Bot:
    """Everything joined; what runs it (server, terminal, test) takes what it needs."""

    settings: Settings
    store: Store
    clock: Clock
    listener: Listener
    seal: Seal
    door: Door
    clockwork: Clockwork
    pager: Pager
    spool: Spool
    rooms: Rooms
    say: Callable[..., str]
    library: Library
    ears: Ears | None = None  # whose model can be changed; None with a listener of one's own

    @property
    def district(self) -> District:
        """The district as it was when last looked at."""
        return self.door.house.district

    @property
    def files(self) -> District:
        """The district as its files have it."""
        present = self.door.house.present
        return present.files if present else self.district


def build(settings: Settings, listener: Listener | None = None, store: Store | None = None,
          clock: Clock | None = None) -> Bot:  # fmt: skip
    """Join the bot. A listener, store or clock given is used instead of the settings' own."""
    district = with_own_days(district_of(settings.district_folder))
    store = store or Store(settings.url)
    clock = clock or Clock()
    seal = Seal(secret_of(settings))
    say = speaker(district.wording, values(district))
    ears = None if listener or settings.model else own_ears(settings, district)
    own = listener or ears or own_listener(settings, district)
    listener = listener or with_rasa(settings.rasa_url, own)
    house = House(store, listener, Dialogue(FLOWS), district, seal, clock, say, likeness,
                  dict(RETENTION), float(settings.breath), settings.address, own=own)  # fmt: skip
    encoder = encoder_of(settings)
    meanings = Meanings(encoder, settings.folder / "cache") if encoder else None
    library = Library(store, clock, meanings)
    house.known, house.present = library.find, Present(district)
    door = Door(house)
    pager = Pager(settings.folder, settings.pager_url)
    rooms = OwnRooms(settings.address)
    clockwork = Clockwork(door, rooms, pager)
    return Bot(settings, store, clock, listener, seal, door, clockwork, pager,
               Spool(settings.folder / "spool", partial(discreet, seal=seal)), rooms, say, library,
               ears)  # fmt: skip


def with_own_days(district: District) -> District:
    """The district with a calendar of this bot's own: it may learn a year that is published."""
    return replace(district, calendar=replace(district.calendar))


def values(district: District) -> dict[str, str]:
    """What every sentence may name: the district and its emergency numbers."""
    numbers = {f"{name}_phone": district.phones.get(name, "12345") for name in NUMBERS}
    hours = district.calendar.hours
    desk = "、".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in hours)
    return {"district": district.name, "desk_hours": f"工作日{desk}", **numbers}


def likeness(one: str, other: str) -> float:
    """How alike two stories are: shared character pairs over all, 0 to 1."""
    first = {one[i : i + 2] for i in range(len(one) - 1)}
    second = {other[i : i + 2] for i in range(len(other) - 1)}
    both = first | second
    return len(first & second) / len(both) if both else 0.0


__all__ = ["Bot", "base_model", "build", "district_of", "likeness", "own_listener"]

"""The district as it is now: its files, the editions that have begun, and who is on leave today."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from threading import Lock

from grid.calendar import SHANGHAI
from grid.catalogue import Category
from grid.district import District
from grid.editions import CATALOGUE, Edition
from integrations.district.amending import AMEND, usable
from integrations.sql.store import Work

log = logging.getLogger("fengqiao.present")


@dataclass(frozen=True, slots=True)
class _Made:
    """What was put together, of which editions, and until when it is right."""

    district: District
    newest: Mapping[str, int] = field(default_factory=dict)
    next: datetime | None = None  # when an edition begins that has not yet
    day: date = date.min


class Present:
    """Asked in every transaction, so that what was published holds for every process at once.

    Asking costs one small query; the district is put together anew only when an edition has been
    published or has begun, and who is on leave is looked up once a day.
    """

    def __init__(self, files: District) -> None:
        self.files = files
        self._catalogues: dict[int, Mapping[str, Category]] = {0: files.catalogue}
        self._made = _Made(files)
        self._changing = Lock()

    def __call__(self, work: Work, now: datetime) -> District:
        """The district at a moment, by what the transaction can see."""
        newest, day = work.editions.newest(), now.astimezone(SHANGHAI).date()
        made = self._made
        if made.newest == newest and made.day == day and not (made.next and made.next <= now):
            return made.district
        with self._changing:
            self._made = self._make(work, now, newest)
            return self._made.district

    def _make(self, work: Work, now: datetime, newest: Mapping[str, int]) -> _Made:
        holding = {kind: one for kind in AMEND if (one := work.editions.holding(kind, now))}
        for one in work.editions.published(CATALOGUE, max(self._catalogues)):
            district, _ = usable(self.files, CATALOGUE, one.lines)
            self._catalogues[one.number] = district.catalogue
        district, day = self.files, now.astimezone(SHANGHAI).date()
        for kind, edition in holding.items():
            district = self._over(district, kind, edition)
        number = holding[CATALOGUE].number if CATALOGUE in holding else 0
        district = replace(district, edition=number, editions=self._catalogues,
                           away=_away(district, day))  # fmt: skip
        return _Made(district, newest, work.editions.next_begin(now), day)

    def _over(self, district: District, kind: str, edition: Edition) -> District:
        made, wrong = usable(district, kind, edition.lines)
        if wrong:
            log.error("edition %s of %s does not fit the files: %s", edition.number, kind, wrong)
        return made


def _away(district: District, day: date) -> dict[str, str]:
    """Who is not there on a day, and who stands in."""
    found = {}
    for member in district.roster.values():
        if member.away(day):
            leave = member.leave_on(day) if member.active else None
            found[member.id] = leave.substitute if leave else ""
    return found

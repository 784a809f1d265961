"""Reading `districts/<name>/` into a District, and checking it without using it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from grid.calendar import WorkingCalendar
from grid.district import District
from integrations.district import map as polygons
from integrations.district import settings, tables
from integrations.district.checks import CHECKS, years
from integrations.district.draft import Draft
from integrations.district.mistakes import Mistake, Notes, Unreadable
from integrations.district.settings import Hours


def read(folder: Path) -> District:
    """The district described by the files of `folder`; raises Unreadable listing every error."""
    draft, hours, notes = _draft(folder)
    if notes.errors:
        raise Unreadable(folder.name, notes.errors)
    return _district(draft, hours)


def check(folder: Path, today: date | None = None) -> list[Mistake]:
    """Every mistake in the files of `folder`: files nobody could read, errors, by file and line.

    With `today`, also warns when this year (in December: next year) has no calendar.
    """
    draft, _, notes = _draft(folder)
    years(draft, notes, today)
    return sorted(
        dict.fromkeys(notes.mistakes),
        key=lambda each: (each not in notes.roots, each.severity, each.file, each.line),
    )


def report(folder: Path, today: date | None = None) -> tuple[str, bool]:
    """What `fengqiao check-district` prints, and whether the district can be used."""
    mistakes = check(folder, today)
    errors = sum(each.severity == "error" for each in mistakes)
    end = f"{errors}个错误，{len(mistakes) - errors}个提醒。" if mistakes else "没有发现问题。"
    return "\n".join([*map(str, mistakes), end]), not errors


def _draft(folder: Path) -> tuple[Draft, Hours, Notes]:
    draft, notes = Draft(), Notes()
    settings.slots(folder, draft, notes)
    for table in (
        tables.units,
        tables.places,
        tables.catalogue,
        tables.roster,
        tables.replies,
        tables.calendar,
    ):
        table(folder, draft, notes)
    polygons.areas(folder, draft, notes)
    hours = settings.policies(folder, draft, notes)
    settings.phones(folder, draft, notes)
    settings.wording(folder, draft, notes)
    for each in CHECKS:
        each(draft, notes)
    return draft, hours, notes


def _district(draft: Draft, hours: Hours) -> District:
    root = next(unit for unit in draft.units.things.values() if not unit.parent)
    return District(
        name=root.name,
        units=draft.units.things,
        places=draft.places.things,
        areas=tuple(area for area, _ in draft.areas),
        catalogue=draft.catalogue.things,
        roster=draft.roster.things,
        calendar=_calendar(draft, hours),
        wording=draft.wording,
        phones=draft.phones,
        policies=draft.policies,
        slots=draft.slots,
        replies=draft.replies.things,
    )


def _calendar(draft: Draft, hours: Hours) -> WorkingCalendar:
    return WorkingCalendar(
        holidays=frozenset(day for day, worked in draft.days.items() if not worked),
        workdays=frozenset(day for day, worked in draft.days.items() if worked),
        known=frozenset(day.year for day in draft.days),
        hours=hours,
    )

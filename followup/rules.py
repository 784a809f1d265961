"""What the follow-up goes by: the district's limits, its calendar, and its quiet days."""

from __future__ import annotations

from dataclasses import dataclass, field

from followup.quiet import NEVER, NIGHT, Quiet
from grid.calendar import WorkingCalendar
from grid.policies import Policies


@dataclass(frozen=True, slots=True)
class Rules:
    """The district's limits and its calendar (D.3)."""

    policies: Policies = field(default_factory=Policies)
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)

    @property
    def polite(self) -> Quiet:
        """For what nobody asked for: surveys, reminders of them, nudges."""
        return Quiet(self.policies.quiet, frozenset(self.policies.quiet_days))

    @property
    def night(self) -> Quiet:
        """For a session's reminders: noon and holidays do not stop them, the night does."""
        nights = tuple(one for one in self.policies.quiet if one[0] > one[1])
        return Quiet(nights or (NIGHT,), holidays=False)

    def quiet_for(self, what: str) -> Quiet:
        """The quiet a kind of due action keeps."""
        if what in POLITE_KINDS:
            return self.polite
        return self.night if what in NIGHT_KINDS else NEVER


POLITE_KINDS = frozenset(
    {
        "survey",
        "survey_reminder",
        "nudge",
        "relapse_check",
        "session_survey",
        "confirm_remind",
        "relation_check",
    }
)
NIGHT_KINDS = frozenset({"reminder_day", "reminder_hour", "panel_word", "case_time", "sign_remind",
                         "held_idle", "confirm_ask"})  # fmt: skip

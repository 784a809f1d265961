"""The numbers of the office's rules; a district may set its own in policies.yaml.

The defaults are those of the domain reference (parts A.1, B, C.9, D and J), which names the law
or the city each was taken from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from grid.catalogue import Limit

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
GRID_FIRST = FOUR_WORKING_HOURS = Limit(4, "hour", "working")
GRID_FIRST_URGENT = HALF_HOUR = Limit(30, "minute", "natural")
TEN_MINUTES = Limit(10, "minute", "natural")
WORKDAY = Limit(1, "day", "working")
TWO_WORKDAYS = Limit(2, "day", "working")
WORKING_WEEK = Limit(5, "day", "working")
WORKING_HOUR = Limit(1, "hour", "working")
TWO_WORKING_HOURS = Limit(2, "hour", "working")
TWO_HOURS = Limit(2, "hour", "natural")
FOUR_HOURS = Limit(4, "hour", "natural")
THREE_WORKDAYS = Limit(3, "day", "working")
TEN_WORKDAYS = Limit(10, "day", "working")
DAY_AND_NIGHT = Limit(24, "hour", "natural")


@dataclass(frozen=True, slots=True)
class Policies:
    """Every limit that is the district's to decide. Spells are natural time unless a Limit.

    What the law fixes (the thirty days of a mediation and of its confirmation) is not here, nor
    what belongs to a trained model (how sure it must be).
    """

    # talking
    quiet: tuple[tuple[time, time], ...] = ((time(21), time(9)), (time(12), time(14)))
    quiet_days: tuple[date, ...] = (date(2000, 6, 7), date(2000, 6, 8))  # of every year: 高考
    slots_max: int = 3  # questions asked about a problem; staff ask the rest
    draft_reminder: timedelta = 2 * HOUR
    draft_expiry: timedelta = 24 * HOUR
    draft_purge: timedelta = 7 * DAY
    held_silent: timedelta = 30 * MINUTE  # a clerk who has a talk does not answer
    held_idle: timedelta = 4 * HOUR  # nobody says anything more after the clerk's word
    # tickets
    grid_first: Limit = GRID_FIRST
    grid_first_urgent: Limit = GRID_FIRST_URGENT
    return_max: int = 2
    redo_max: int = 2
    # 督考130: planned within a day, done or a word on how it goes within three
    plan: Limit = WORKDAY
    plan_urgent: Limit = FOUR_HOURS
    stage: Limit = THREE_WORKDAYS
    stage_urgent: Limit = DAY_AND_NIGHT
    yellow: float = 0.6
    nudges: tuple[float, ...] = (0.6, 0.9)
    reopen: timedelta = 15 * DAY
    archive: timedelta = 30 * DAY
    merge_window: timedelta = 72 * HOUR
    group_tickets: int = 5  # in 24 hours: told to the duty leader
    group_people: int = 10
    # returns between units (B.5): how long a unit may ask, how fast the office decides
    return_window: Limit = WORKDAY
    return_window_fast: Limit = TWO_WORKING_HOURS
    return_window_urgent: Limit = HALF_HOUR
    return_window_petition: Limit = WORKING_WEEK
    return_decide: Limit = FOUR_WORKING_HOURS
    return_decide_urgent: Limit = HALF_HOUR
    return_dispatch: Limit = WORKING_HOUR
    return_dispatch_urgent: Limit = HALF_HOUR
    return_meet: Limit = WORKDAY
    return_meet_urgent: Limit = TWO_HOURS
    return_rule: Limit = TWO_WORKDAYS
    return_rule_urgent: Limit = TWO_HOURS
    # sorting, signing, checking, waiting for what only the resident knows (B.1, B.11)
    sort: Limit = TWO_WORKING_HOURS
    sign: Limit = FOUR_WORKING_HOURS
    sign_fast: Limit = TWO_WORKING_HOURS
    sign_urgent: Limit = HALF_HOUR
    check: Limit = WORKDAY
    check_urgent: Limit = FOUR_HOURS
    facts_wait: Limit = WORKING_WEEK
    # suspended (挂账, B.3): until looked at again at the latest, and how often on the way
    suspend_max: timedelta = 90 * DAY
    suspend_look: timedelta = 30 * DAY
    # co-units (B.8): by when one has said its part
    help: Limit = WORKDAY
    help_urgent: Limit = TWO_HOURS
    # whistles (B.6): by when a called unit has answered, is there, has a plan
    whistle_ack: Limit = TEN_MINUTES
    whistle_ack_joint: Limit = WORKING_HOUR
    whistle_ack_tough: Limit = WORKDAY
    whistle_come: Limit = HALF_HOUR
    whistle_come_joint: Limit = FOUR_WORKING_HOURS
    whistle_meet: Limit = THREE_WORKDAYS
    whistle_plan: Limit = TEN_WORKDAYS
    whistle_rate: Limit = WORKING_WEEK
    # follow-up
    survey_after: timedelta = 24 * HOUR
    survey_after_safe: timedelta = 2 * HOUR
    survey_reminder: timedelta = 72 * HOUR
    survey_close: timedelta = 15 * DAY
    survey_call: timedelta = 5 * DAY  # no answer: somebody rings about what matters …
    survey_sample: float = 0.2  # … and about this share of the rest
    call_tries: int = 3
    proactive_max: int = 3  # surveys and their reminders per person …
    proactive_window: timedelta = 7 * DAY  # … within this
    # mediation
    booking_lead: timedelta = 24 * HOUR
    booking_lead_agreed: timedelta = 2 * HOUR
    booking_horizon: timedelta = 15 * DAY
    hold: timedelta = 30 * MINUTE
    confirm: timedelta = 24 * HOUR
    reminders: tuple[timedelta, ...] = (24 * HOUR, HOUR, 10 * MINUTE)  # before a session
    reschedule_max: int = 2
    reschedule_until: timedelta = 2 * HOUR
    signing: timedelta = 7 * DAY  # all have assented to the words: until everybody has signed
    # judicial confirmation: the competent people's court, and where to hand the papers in
    court: str = ""
    court_window: str = ""
    # accounts
    login_tries: int = 5
    lock: timedelta = 15 * MINUTE
    idle: timedelta = 15 * MINUTE

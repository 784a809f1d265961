"""Which roles may see and do what; whatever is not named here is denied."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """Something the console lets some roles see or do."""

    TALKS = "talks"
    TALK_ACTS = "talk_acts"
    ALERTS = "alerts"
    TICKETS = "tickets"
    TICKET_ACTS = "ticket_acts"
    UNIT_TICKETS = "unit_tickets"
    DISPATCH = "dispatch"
    ARBITRATE = "arbitrate"
    CHECK = "check"
    CALLS = "calls"
    ENTER = "enter"
    MERGE = "merge"
    SUPERVISE = "supervise"
    WHISTLES = "whistles"
    BLOW = "blow"
    DUTIES = "duties"
    IDENTITY = "identity"
    CASES = "cases"
    OWN_CASES = "own_cases"
    TEACH = "teach"
    CALENDAR = "calendar"
    CATALOGUE = "catalogue"
    ROSTER = "roster"
    MAP = "map"
    REPLIES = "replies"
    KNOWLEDGE = "knowledge"
    KNOWLEDGE_WRITE = "knowledge_write"
    KNOWLEDGE_APPROVE = "knowledge_approve"
    FILES = "files"
    LOGS = "logs"
    FIGURES = "figures"
    RUNNING = "running"
    UNREACHED = "unreached"
    SIGNED_IN = "signed_in"


PANEL = ("mediator", "lawyer", "judge")
"""Who sits on panels: their seat says which cases are theirs, nothing of tickets."""

OFFICE = ("hotline_staff", "dispatcher", "centre_leader", "supervisor")
"""The centre's own people, who see every ticket, or those of the area they sit in."""

UNIT_ROLES = ("unit_handler", "unit_leader", "grid_head", "community", "street")
"""Members of the units that handle tickets; they see what their own unit holds."""

CHECK_ROLES = ("verifier", "patroller")
"""Who makes sure that a ticket is done; they see what waits for that where they work."""

RIGHTS: dict[Right, frozenset[str]] = {
    Right.TALKS: frozenset({"hotline_staff", "centre_leader"}),
    Right.TALK_ACTS: frozenset({"hotline_staff"}),
    Right.ALERTS: frozenset({"hotline_staff", "dispatcher", "centre_leader"}),
    Right.TICKETS: frozenset(OFFICE),
    Right.TICKET_ACTS: frozenset({"hotline_staff", "dispatcher"}),
    Right.UNIT_TICKETS: frozenset(UNIT_ROLES),
    Right.DISPATCH: frozenset({"dispatcher"}),
    Right.ARBITRATE: frozenset({"centre_leader"}),
    Right.CHECK: frozenset({"hotline_staff", *CHECK_ROLES}),
    Right.CALLS: frozenset({"hotline_staff"}),
    Right.ENTER: frozenset({"hotline_staff", "dispatcher", "patroller", "grid_head", "community"}),
    Right.MERGE: frozenset({"hotline_staff", "dispatcher"}),
    Right.SUPERVISE: frozenset({"centre_leader", "supervisor"}),
    Right.WHISTLES: frozenset({*OFFICE, *UNIT_ROLES}),
    Right.BLOW: frozenset({"street", "dispatcher"}),
    Right.DUTIES: frozenset({*OFFICE, *UNIT_ROLES, *CHECK_ROLES}),
    Right.IDENTITY: frozenset({"hotline_staff", "centre_leader"}),
    Right.CASES: frozenset({"hotline_staff", "committee_admin"}),
    Right.OWN_CASES: frozenset({"mediator", "lawyer", "judge"}),
    Right.TEACH: frozenset({"centre_leader"}),
    Right.CALENDAR: frozenset({"centre_leader", "sysadmin"}),
    Right.CATALOGUE: frozenset({"centre_leader"}),
    Right.ROSTER: frozenset({"centre_leader", "sysadmin"}),
    Right.MAP: frozenset({"centre_leader"}),
    Right.REPLIES: frozenset({"centre_leader"}),
    Right.KNOWLEDGE: frozenset({"hotline_staff", "dispatcher", "centre_leader", "unit_handler"}),
    Right.KNOWLEDGE_WRITE: frozenset({"hotline_staff", "centre_leader", "unit_handler"}),
    Right.KNOWLEDGE_APPROVE: frozenset({"centre_leader"}),
    Right.FILES: frozenset({*OFFICE, "mediator", *UNIT_ROLES, *CHECK_ROLES}),
    Right.LOGS: frozenset({"auditor"}),
    Right.RUNNING: frozenset({"centre_leader", "sysadmin"}),
    Right.UNREACHED: frozenset({"hotline_staff"}),
    Right.FIGURES: frozenset({"dispatcher", "centre_leader", "supervisor", "street", "community"}),
}
"""Mediation content is for its panel only (E17): CASES shows who must be reached, no more."""


def allowed(roles: frozenset[str], right: Right) -> bool:
    """Whether one of the roles has the right."""
    return right is Right.SIGNED_IN or bool(roles & RIGHTS.get(right, frozenset()))


def acting(roles: frozenset[str], right: Right) -> str:
    """The role in which somebody does what a right allows, as the log tells it."""
    return min(roles & RIGHTS[right])


HOMES = ((Right.TALKS, "/staff/"), (Right.TICKETS, "/staff/tickets"), 
         (Right.UNIT_TICKETS, "/staff/tickets"), (Right.CHECK, "/staff/tickets"),
         (Right.DUTIES, "/staff/duties"),
         (Right.CASES, "/staff/cases"), (Right.OWN_CASES, "/staff/cases"),
         (Right.LOGS, "/staff/log"), (Right.RUNNING, "/staff/running"),
         (Right.CALENDAR, "/staff/holidays"))  # fmt: skip


def home_of(roles: frozenset[str]) -> str:
    """The first page somebody of these roles may see."""
    return next((url for right, url in HOMES if allowed(roles, right)), "/staff/nothing")

"""What is asked and decided, one flow a module; FLOWS is the list of them all."""

from __future__ import annotations

from dialogs.flows.mediate import apply, mediate, offer_mediation, reschedule
from dialogs.flows.progress import progress
from dialogs.flows.report import report
from dialogs.flows.safety import safe_report, safety
from dialogs.flows.survey import rate, reopen, survey
from dialogs.flows.upkeep import (
    leave_phone,
    mine,
    new_phone,
    resume,
    supplement,
    unregistered,
    urge,
    withdraw,
)
from dialogs.talk import Flow

FLOWS: dict[str, Flow] = {
    "report": report,
    "safety": safety,
    "safe_report": safe_report,
    "progress": progress,
    "supplement": supplement,
    "facts": supplement,
    "urge": urge,
    "withdraw": withdraw,
    "leave_phone": leave_phone,
    "new_phone": new_phone,
    "mine": mine,
    "resume": resume,
    "unregistered": unregistered,
    "survey": survey,
    "rate": rate,
    "reopen": reopen,
    "offer_mediation": offer_mediation,
    "mediate": mediate,
    "apply": apply,
    "reschedule": reschedule,
}

"""What is asked and decided, one flow a module; FLOWS is the list of them all."""

from __future__ import annotations

from dialogs.flows.belonging import belongs
from dialogs.flows.confirm import court
from dialogs.flows.consult import answered, consult
from dialogs.flows.legal import legal
from dialogs.flows.may_call import may_call
from dialogs.flows.mediate import apply, mediate, offer_mediation
from dialogs.flows.progress import progress
from dialogs.flows.report import report
from dialogs.flows.safety import safe_report, safety
from dialogs.flows.session_time import new_time, reschedule
from dialogs.flows.slip import slip
from dialogs.flows.stopping import other_mediator, stop_mediation
from dialogs.flows.survey import rate, reopen, survey
from dialogs.flows.unname import unname
from dialogs.flows.upkeep import (
    facts,
    leave_phone,
    mine,
    new_phone,
    resume,
    supplement,
    unregistered,
    urge,
    withdraw,
)
from dialogs.flows.why_there import why_there
from dialogs.talk import Flow

FLOWS: dict[str, Flow] = {
    "report": report,
    "safety": safety,
    "safe_report": safe_report,
    "progress": progress,
    "supplement": supplement,
    "belongs": belongs,
    "facts": facts,
    "urge": urge,
    "withdraw": withdraw,
    "slip": slip,
    "unname": unname,
    "leave_phone": leave_phone,
    "new_phone": new_phone,
    "mine": mine,
    "resume": resume,
    "legal": legal,
    "why_there": why_there,
    "consult": consult,
    "answered": answered,
    "unregistered": unregistered,
    "survey": survey,
    "rate": rate,
    "reopen": reopen,
    "may_call": may_call,
    "offer_mediation": offer_mediation,
    "mediate": mediate,
    "apply": apply,
    "reschedule": reschedule,
    "stop_mediation": stop_mediation,
    "other_mediator": other_mediator,
    "new_time": new_time,
    "court": court,
}

"""create_console(): the staff's pages joined into one router under /staff."""

from __future__ import annotations

from fastapi import APIRouter

from console.calls import CallPages
from console.case_alone import AlonePages
from console.case_confirmation import ConfirmationPages
from console.case_minutes import MinutesPages
from console.case_recording import RecordingPages
from console.cases import CasePages
from console.catalogue import CataloguePages
from console.corrections import CorrectionPages
from console.duties import DutyPages
from console.editions import EditionPages
from console.entering import EnteringPages
from console.figures import FigurePages
from console.finding import FindingPages
from console.finding_cases import CaseFindingPages
from console.gate import Gate, StaffRoute
from console.helping import HelpPages
from console.holidays import HolidayPages
from console.knowledge import KnowledgePages
from console.leading import LeadingPages
from console.login import LoginPages
from console.mapping import MapPages
from console.merging import MergingPages
from console.more import MorePages
from console.parts import ConsoleParts
from console.rejecting import RejectingPages
from console.replies import ReplyPages
from console.review import ReviewPages
from console.roster import RosterPages
from console.running import RunningPages
from console.suspending import SuspendingPages
from console.talks import TalkPages
from console.tickets import TicketPages
from console.verdicts import VerdictPages
from console.way import WayPages
from console.way_handling import HandlingPages
from console.way_words import WordsPages
from console.whistles import WhistlePages
from console.whistles_acts import WhistleActs


def create_console(parts: ConsoleParts) -> APIRouter:
    """The console's pages; include the router in the web app as it is."""
    gate = Gate(parts)
    router = APIRouter(prefix="/staff", include_in_schema=False, route_class=StaffRoute)
    for pages in (LoginPages, TalkPages, ReviewPages, FindingPages, TicketPages, WayPages,
                  HandlingPages, RejectingPages, SuspendingPages, VerdictPages, HelpPages,
                  DutyPages, CallPages, LeadingPages, EnteringPages, MergingPages,
                  WordsPages, WhistlePages, WhistleActs, CaseFindingPages, CasePages,
                  AlonePages, MinutesPages, RecordingPages,
                  ConfirmationPages, CorrectionPages, KnowledgePages, HolidayPages, CataloguePages,
                  EditionPages, RosterPages, MapPages, ReplyPages, FigurePages,
                  RunningPages, MorePages):  # fmt: skip
        pages(parts, gate).join(router)
    return router

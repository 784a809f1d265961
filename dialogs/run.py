"""What is kept of a conversation between two turns: plain JSON, answers by name."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

JSON = dict[str, Any]


@dataclass(slots=True)
class Open:
    """The open question as it was shown: numbers and buttons mean what stands here."""

    name: str
    about: str = ""
    options: list[list[Any]] = field(default_factory=list)  # [label, value]
    text: str = ""
    at: str = ""  # ISO time it was asked


@dataclass(slots=True)
class Run:
    """One flow under way."""

    id: str
    flow: str
    args: JSON = field(default_factory=dict)  # what the flow was started about
    said: JSON = field(default_factory=dict)  # facts told and not yet asked for
    parts: list[JSON] = field(default_factory=list)  # the same, one dict per problem
    given: dict[str, list[Any]] = field(default_factory=dict)  # name -> [about, value, how]
    reopened: list[str] = field(default_factory=list)  # named on the card to be changed
    files: list[JSON] = field(default_factory=list)  # photos and voice notes, as attachments
    open: Open | None = None
    started: str = ""
    history: list[str] = field(default_factory=list)  # names in the order they were answered

    def to_json(self) -> JSON:
        """Plain JSON, as stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: JSON) -> Run:
        """The run as it was; fields added since get their defaults, unknown ones are dropped."""
        known = {f.name for f in fields(cls)}
        run = cls(**{k: v for k, v in kept.items() if k in known})
        if isinstance(run.open, dict):
            run.open = Open(**run.open)
        return run


_ALONG: dict[str, type] = {"said": dict, "parts": list, "files": list, "given": dict}


@dataclass(slots=True)
class Conversation:
    """A contact's conversation: the flows under way, who holds it, what must be remembered."""

    contact: str
    stack: list[Run] = field(default_factory=list)  # the last is the one being talked about
    holder: str = "bot"  # bot, queue, or the account of the clerk who has taken over
    misses: int = 0  # messages in a row that were not understood
    abuse: int = 0
    told: bool = False  # the first reply's notice has been given
    forgetful: bool = False  # 只咨询不留信息: texts are erased after each turn
    shy: bool = False  # reload shows an empty neutral page
    danger: str = ""  # the gravest kind of danger heard so far
    danger_at: str = ""  # ISO; when danger was last heard
    young: str = ""  # a child writes: new, then told once the kind words were said
    album: str = ""  # the album already answered
    runs: int = 0  # counter for run ids
    quiet_until: str = ""  # ISO; a pause after abuse, emergencies excepted
    kept_draft: JSON = field(default_factory=dict)  # text of an expired draft, for seven days
    called: bool = False  # the last answer was that a person has been called
    dropped: JSON = field(default_factory=dict)  # the report dropped last: run, at

    def to_json(self) -> JSON:
        """Plain JSON, as stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, contact: str, kept: JSON) -> Conversation:
        """The conversation as it was; an empty dict is a new one."""
        known = {f.name for f in fields(cls)} - {"contact"}
        talk = cls(contact, **{k: v for k, v in kept.items() if k in known})
        talk.stack = [Run.from_json(run) if isinstance(run, dict) else run for run in talk.stack]
        return talk

    @property
    def top(self) -> Run | None:
        """The flow being talked about, if any."""
        return self.stack[-1] if self.stack else None

    def set_aside(self, run: Run, at: str) -> None:
        """Keep a report that was not submitted, in case its teller changes their mind."""
        if run.flow == "report" and not self.forgetful:
            run.given.pop("sure", None)
            self.dropped = {"run": run.to_json(), "at": at}

    def push(self, flow: str, args: JSON | None = None, at: str = "") -> Run:
        """Begin a flow on top; said, parts, files and given in `args` go along."""
        self.runs += 1
        rest = dict(args or {})
        along = {k: rest.pop(k) or d() for k, d in _ALONG.items() if k in rest}
        run = Run(id=f"r{self.runs:x}", flow=flow, args=rest, started=at, **along)
        self.stack.append(run)
        return run


LIGHT = ("leave_phone", "slip", "new_phone", "offer_mediation", "resume", "unregistered", "mine",
         "progress", "urge", "withdraw", "supplement", "rate", "safe_report", "consult",
         "answered", "may_call")  # fmt: skip
"""Small questions that are dropped when somebody tells of something new; a survey waits below."""

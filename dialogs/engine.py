"""One turn of a conversation: interpret, in the one order there is, and go on with the flow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs import withdrawn
from dialogs.commands import (
    GENTLE,
    CallPerson,
    EraseChat,
    LeaveQueue,
    RaiseAlert,
    WithdrawTicket,
)
from dialogs.lookup import Lookup
from dialogs.question import Asked, tag
from dialogs.run import JSON, Conversation, Open, Run
from dialogs.say import Button, Say
from dialogs.talk import Done, Flow, Outcome, Words, play
from dialogs.told import Told
from grid.refused import Refused

Do = Callable[[tuple[Any, ...]], list[Any]]
"""Does commands, all or none, and returns their results; raises Refused."""

EXCERPT = 14  # characters of a problem's story that tell which one is meant
_HOLDERS: dict[type, str] = {CallPerson: "queue", LeaveQueue: "bot"}
"""Who holds the conversation after a command."""
MAX_STEPS = 12  # flows that follow one another within a turn; more is a loop, and a bug


@dataclass(slots=True)
class Turn:
    """What one turn works with; `says` is what comes out."""

    talk: Conversation
    told: Told
    look: Lookup
    do: Do
    flows: Mapping[str, Flow]
    says: list[Say] = field(default_factory=list)
    called: bool = False  # whether the answer before was that a person has been called

    def say(self, words: Words | Say) -> None:
        """Add words; empty ones are not said."""
        many = words if isinstance(words, tuple) else (words,)
        for one in many:
            said = one if isinstance(one, Say) else Say(one)
            if said.text:
                self.says.append(said)

    def act(self, *commands: Any) -> list[Any]:
        """Have commands done outside a flow."""
        gone = [self.look.seen.ticket(c.number) for c in commands if isinstance(c, WithdrawTicket)]
        results = self.do(commands)
        for ticket in filter(None, gone):
            withdrawn.keep(self.talk, ticket, self.look.now)
        for command in commands:
            self.talk.holder = _HOLDERS.get(type(command), self.talk.holder)
            if isinstance(command, RaiseAlert):
                self._remember_danger(command.kind)
            if isinstance(command, EraseChat):
                self.talk.stack[:-1], self.talk.kept_draft, self.talk.dropped = [], {}, {}
            if isinstance(command, WithdrawTicket):
                self._nothing_more_about(command.number)
        self.look.forget()
        return results

    def _nothing_more_about(self, number: str) -> None:
        """What was being asked about a ticket is asked no more."""
        below = (run for run in self.talk.stack[:-1] if number not in _about(run))
        self.talk.stack[:-1] = list(below)

    def _remember_danger(self, kind: str) -> None:
        """What was told stays in mind: no mediation, no forms, nothing shown after a reload."""
        self.talk.shy |= kind in GENTLE
        if kind in GENTLE or not self.talk.danger:
            self.talk.danger = kind
        self.talk.danger_at = self.look.now.isoformat()

    def outcome(self, run: Run) -> Outcome:
        """Where a run stands now."""
        return play(self.flows[run.flow], run, self.look)

    def begin(self, flow: str, args: JSON | None = None) -> Run:
        """Start a flow on top of the others; mediation knows of any danger told before."""
        if flow in ("mediate", "offer_mediation") and self.talk.danger:
            args = {"dangers": [self.talk.danger], **(args or {})}
        if flow == "report":
            self.talk.dropped = {}
        return self.talk.push(flow, args, self.look.now.isoformat())


def _about(run: Run) -> tuple[str, ...]:
    """The ticket a run was begun about, as the flows about one keep it."""
    facts = run.args.get("facts") or {}
    return str(run.args.get("number", "")), str(facts.get("ticket", ""))


def advance(turn: Turn) -> None:
    """Run the top flow on until it waits for an answer or nothing is left under way."""
    for _ in range(MAX_STEPS):
        run = turn.talk.top
        if run is None:
            return
        outcome = turn.outcome(run)
        if outcome.open:
            show(turn, run, outcome.open)
            return
        assert outcome.done is not None
        if not finish(turn, run, outcome, outcome.done):
            return
    raise RuntimeError(f"flows without end: {[r.flow for r in turn.talk.stack]}")


def finish(turn: Turn, run: Run, outcome: Outcome, done: Done) -> bool:
    """Do what a flow decided; False when a refusal has reopened a question and was answered."""
    try:
        results = turn.act(*done.commands) if done.commands else []
    except Refused as refused:
        return refuse(turn, run, outcome, refused)
    turn.talk.stack.remove(run)
    if "sure" in run.given and not done.commands:
        turn.talk.set_aside(run, turn.look.now.isoformat())
    turn.say(done.words(results))
    follows = done.next(results)
    if follows:
        turn.begin(*follows)
    elif turn.talk.top and turn.talk.top.flow != "resume":
        turn.say(turn.look.say("back_to"))
    return True


def refuse(turn: Turn, run: Run, outcome: Outcome, refused: Refused) -> bool:
    """Say a refusal and open its question again; the last question when it names none."""
    turn.look.forget()
    turn.say(refused.words)
    names = [a.name for a in outcome.trail]
    wanted = [n for n in names if n.split(".")[-1] == refused.question] or names[-1:]
    if not wanted:
        turn.talk.stack.remove(run)
        return True
    for name in wanted:
        reopen(run, name)
    return True


def reopen(run: Run, name: str) -> None:
    """Ask a question again, whatever was told before."""
    run.given.pop(name, None)
    if name not in run.reopened:
        run.reopened.append(name)
    if name in run.history:
        run.history.remove(name)


def give(run: Run, name: str, about: str, value: Any) -> None:
    """Keep an answer."""
    run.given[name] = [about, value, "asked"]
    if name in run.reopened:
        run.reopened.remove(name)
    if name in run.history:
        run.history.remove(name)
    run.history.append(name)
    run.open = None


def show(turn: Turn, run: Run, asked: Asked, lead: str = "") -> None:
    """Ask: keep the question as it is shown, and say it with its buttons."""
    question = asked.question
    options = [[o.label, o.value] for o in question.options]
    if question.skippable:
        options.append(["跳过", "（跳过）"])
    run.open = Open(asked.name, question.about, options, question.text, turn.look.now.isoformat())
    turn.say(Say(lead + worded(run, asked), buttons(run), asks=question.asks))


def worded(run: Run, asked: Asked, hint: bool = False) -> str:
    """The question's words; among several problems it says which one it is about."""
    question = asked.question
    words = question.hint if hint and question.hint else question.text
    if asked.part < 0 or len(run.parts) < 2:
        return words
    told = run.parts[asked.part]
    story = str(told.get("called") or told.get("detail", ""))
    short = story if len(story) <= EXCERPT else story[:EXCERPT] + "…"
    return f"第{asked.part + 1}件{f'（{short}）' if short else ''}：{words}"


def buttons(run: Run) -> tuple[Button, ...]:
    """The open question's buttons, numbered; their data says what was shown, in 64 bytes."""
    if run.open is None:
        return ()
    stem = f"{run.id}:{run.open.name}:{tag(run.open.about)}"
    rows = enumerate(run.open.options)
    many = len(run.open.options) > 1
    return tuple(
        Button(f"{n + 1} {label}" if many else label, f"{stem}:{n}") for n, (label, _) in rows
    )


def again(turn: Turn, lead: str = "", hint: bool = False) -> None:
    """Ask the open question once more, as it stands now."""
    run = turn.talk.top
    if run is None:
        turn.say(lead)
        return
    outcome = turn.outcome(run)
    if outcome.open is None:
        turn.say(lead)
        advance(turn)
        return
    asked = outcome.open
    words = worded(run, asked, hint)
    show(turn, run, asked)
    turn.says.pop()
    joined = f"{lead}\n{words}" if lead else words
    turn.say(Say(joined, buttons(run), asks=asked.question.asks))

"""How a flow asks: it is run again from the top each turn, and stops at the first thing unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dialogs.question import Asked, Question
from dialogs.run import JSON, Run
from dialogs.say import Say

if TYPE_CHECKING:
    from dialogs.lookup import Lookup


class Waiting(BaseException):
    """Ends a run at an open question; a BaseException, so that no flow swallows it by accident."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked


Words = str | tuple[str | Say, ...]
Then = tuple[str, JSON]


class Done:
    """A flow has come to its end: what is said, what is done (all or none), what follows.

    `say` and `then` may be functions of the commands' results, one a command, in order.
    """

    def __init__(
        self,
        say: Words | Callable[[list[Any]], Words],
        *commands: Any,
        then: Then | Callable[[list[Any]], Then | None] | None = None,
    ) -> None:
        self.say = say
        self.commands = commands
        self.then = then

    def words(self, results: list[Any]) -> Words:
        """What is said once the commands are done."""
        return self.say(results) if callable(self.say) else self.say

    def next(self, results: list[Any]) -> Then | None:
        """The flow that follows, if any."""
        return self.then(results) if callable(self.then) else self.then


Flow = Callable[["Talk", "Lookup"], Done]
OF_ITS_OWN = ("kind", "clearer", "join", "story")
"""Questions whose answers hold for one problem alone, also where two are told in the same words."""


class Talk:
    """One run of a flow, or one problem of it; what is asked leaves a trail."""

    def __init__(self, run: Run, part: int = -1, trail: list[Asked] | None = None) -> None:
        self.run = run
        self.part = part
        self.trail: list[Asked] = [] if trail is None else trail

    @property
    def parts(self) -> list[Talk]:
        """One Talk per problem told; a single nameless one when none was told apart."""
        count = max(1, len(self.run.parts))
        return [Talk(self.run, n, self.trail) for n in range(count)]

    @property
    def args(self) -> JSON:
        """What the flow was started about."""
        return self.run.args

    @property
    def told(self) -> JSON:
        """Facts told and not yet asked for; those of this problem before those of all."""
        own = self.run.parts[self.part] if 0 <= self.part < len(self.run.parts) else {}
        return {**self.run.said, **own}

    def name(self, short: str) -> str:
        """The full name of a question of this problem."""
        return f"{self.part}.{short}" if self.part >= 0 else short

    def ask(self, question: Question) -> Any:
        """The answer, if it is known and still holds; otherwise the run ends here.

        Raises Waiting at an open question and AssertionError when a flow asks one name twice.
        """
        name = self.name(question.name)
        assert name not in {a.name for a in self.trail}, f"asked twice: {name}"
        value, how = self._value(name, question)
        asked = Asked(name, question, value, how, self.part)
        self.trail.append(asked)
        if not how:
            raise Waiting(asked)
        return value

    def _value(self, name: str, question: Question) -> tuple[Any, str]:
        kept = self.run.given.get(name)
        if kept and kept[0] == question.about and question.holds(kept[1]):
            return kept[1], kept[2]
        if name in self.run.reopened:
            return None, ""
        value = question.from_facts(self.told)
        if value is None:
            value = self.beside(question.name)
        if value is not None and question.holds(value):
            self.run.given[name] = [question.about, value, "said"]
            return value, "said"
        return (question.default, "default") if question.has_default else (None, "")

    def beside(self, short: str) -> Any:
        """What was answered of the problem told in the same words, if there is one."""
        kept = self.run.given.get(f"{self.told.get('beside')}.{short}")
        return kept[1] if kept and short not in OF_ITS_OWN else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a run stands: the questions passed, and either an open one or the end."""

    trail: tuple[Asked, ...]
    open: Asked | None
    done: Done | None


def play(flow: Flow, run: Run, look: Lookup) -> Outcome:
    """Run a flow from its first line to its open question or its end."""
    talk = Talk(run)
    try:
        done = flow(talk, look)
    except Waiting as waiting:
        return Outcome(tuple(talk.trail), waiting.asked, None)
    return Outcome(tuple(talk.trail), None, done)

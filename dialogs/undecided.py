"""The answer to whether something belongs to the ticket before; or yet another thing is told."""

from __future__ import annotations

from dialogs.anger import outburst
from dialogs.another import join_in
from dialogs.engine import Turn, again
from dialogs.flows.belonging import own
from dialogs.flows.kind import sure_of
from dialogs.options import remember
from dialogs.problems import says_what
from dialogs.reading import take
from dialogs.run import Run
from dialogs.telling import is_report
from dialogs.told import facts


def undecided(turn: Turn) -> bool:
    """Words for one of the two are taken, whatever else they sound like."""
    run = turn.talk.top
    return run is not None and run.flow == "belongs" and _undecided(turn, run)


def _undecided(turn: Turn, run: Run) -> bool:
    """The answer; where another thing is told instead, both are registered together."""
    asked = turn.outcome(run).open
    if asked is None:
        return False
    if (value := asked.question.answer(turn.told)) is not None:
        remember(run, -1, {k: v for k, v in facts(turn.told).items() if k != "guesses"})
        take(turn, run, value)
        return True
    guesses = turn.told.heard.guesses
    known = [code for code, _ in run.args["report"]["said"].get("guesses", [])[:1]]
    if is_report(turn) and sure_of(guesses) and guesses[0].code not in known:
        turn.talk.stack.remove(run)
        turn.talk.misses = 0
        join_in(turn, turn.begin("report", own(run.args, run.said, turn.look)))
        return True
    return _more_of_it(turn, run)


def _more_of_it(turn: Turn, run: Run) -> bool:
    """楼道也黑, told on: it goes where the rest goes, and that is asked again."""
    heard = turn.told.heard
    if heard.act not in ("report", "supplement") or len(turn.told.plain) < TELLS:
        return False
    if not says_what(heard) or outburst(turn.told.plain):
        return False
    run.args["text"] = f"{run.args['text']}。{turn.told.text}"
    run.args["report"]["said"].setdefault("more", []).append(turn.told.text)
    turn.talk.misses = 0
    again(turn, turn.look.say("noted"))
    return True


TELLS = 4  # characters that tell something

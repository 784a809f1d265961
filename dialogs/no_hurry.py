"""Words that put something off: 等一下, 等会儿再说; in danger they are none."""

from __future__ import annotations

from dialogs.commands import GENTLE
from dialogs.engine import Turn, again


def in_danger(turn: Turn) -> bool:
    """算了, said by somebody in danger, is no word of control: the question stays, kindly."""
    top = turn.talk.top
    if top is None or top.flow != "safety":
        return False
    gentle = "_gentle" if top.args.get("kind") in GENTLE else ""
    again(turn, turn.look.say(f"safe_listening{gentle}"))
    return True


def wait(turn: Turn) -> None:
    """等一下: nobody is hurried, and the question stays."""
    if not in_danger(turn):
        again(turn, turn.look.say("no_hurry"))


def later(turn: Turn) -> None:
    """等会儿再说: what was told stays, and nobody is asked again at once."""
    if turn.talk.top is None:
        turn.say(turn.look.say("fine"))
    elif not in_danger(turn):
        turn.talk.misses = 0
        turn.say(turn.look.say("later_report" if turn.talk.top.flow == "report" else "later"))

"""The steps of interpretation: each deals with a message and says so, or leaves it to the next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dialogs import control, faq, standing
from dialogs.dates import parsed, time_words
from dialogs.engine import Turn, advance, again
from dialogs.reading import corrected, shown_option, take, tapped
from dialogs.say import Say
from dialogs.told import facts, part_fact

SWITCHES = {
    "progress": "progress", "urge": "urge", "withdraw": "withdraw", "supplement": "supplement",
    "mediate": "mediate",
}  # fmt: skip
"""Acts that begin another flow while one is under way."""

_MORE = ("还有", "另外", "对了", "顺便", "再说一个", "再反映", "再报一个")


def introduce(turn: Turn) -> None:
    """The first reply of all says who is speaking, what is kept, and how to get a person (J4, J5)."""
    talk = turn.talk
    if talk.told or talk.holder not in ("bot", "queue"):
        return
    talk.told = True
    words = turn.look.say("introduction", days=turn.look.retention.get("chat", 30),
                          years=turn.look.retention.get("ticket", 1826) // 365)  # fmt: skip
    place = 1 if turn.says and turn.says[0].kind == "emergency" else 0
    turn.says.insert(place, Say(words))


def take_leave_of_old_questions(turn: Turn) -> None:
    """A kept draft of an earlier day is offered again, once, below whatever is said now (C8)."""
    talk = turn.talk
    if talk.stack or not talk.kept_draft or talk.holder != "bot":
        return
    draft, talk.kept_draft = talk.kept_draft, {}
    if draft.get("text") and parsed(draft["until"]) > turn.look.now:
        turn.begin("resume", draft)
    else:
        turn.say(turn.look.say("draft_gone"))


def danger(turn: Turn) -> bool:
    """Danger comes before everything, also while a person has the conversation (A10)."""
    found = turn.told.heard.danger
    if found is None:
        return False
    done = bool(turn.told.incoming.data.get("alarmed"))
    turn.say(Say(safety_words(turn, found.kind), kind="emergency", said=done))
    turn.act(_alert(turn))
    turn.talk.shy |= found.kind in ("self_harm", "domestic_violence", "violence", "child_danger")
    if turn.talk.holder not in ("bot", "queue"):
        return True
    top = turn.talk.top
    if not (top and top.flow == "safety"):
        turn.begin("safety", _danger_args(turn))
    turn.talk.misses = 0
    advance(turn)
    return True


def safety_words(turn: Turn, kind: str) -> str:
    """The approved safety sentence of a kind of danger."""
    return turn.look.say(f"safety.{kind}")


def _alert(turn: Turn) -> Any:
    from dialogs.commands import RaiseAlert

    found = turn.told.heard.danger
    assert found is not None
    return RaiseAlert(found.kind, found.level, found.words, page=found.strong)


def _danger_args(turn: Turn) -> dict[str, Any]:
    found = turn.told.heard.danger
    assert found is not None
    return {"kind": found.kind, "strong": found.strong, "text": turn.told.text,
            "facts": facts(turn.told)}  # fmt: skip


def held_by_a_person(turn: Turn) -> bool:
    """While a clerk has the conversation, messages are recorded and the bot is silent (C10)."""
    return turn.talk.holder not in ("bot", "queue")


def paused(turn: Turn) -> bool:
    """After repeated abuse the bot rests for half an hour; it says so, emergencies stay open."""
    until = turn.talk.quiet_until
    if not until or parsed(until) <= turn.look.now:
        turn.talk.quiet_until = ""
        return False
    turn.say(turn.look.say("paused", time=time_words(parsed(until))))
    return True


def a_person_is_wanted(turn: Turn) -> bool:
    """转人工, in every state (C4)."""
    heard = turn.told.heard
    if heard.act != "human" or heard.sure < 0.6:
        return False
    standing.call_person(turn, "居民要求人工")
    return True


def a_tap(turn: Turn) -> bool:
    """A button."""
    if turn.told.incoming.kind != "tap":
        return False
    tapped(turn)
    return True


def files(turn: Turn) -> bool:
    """Photos at any moment; a voice note is kept and honestly not understood; stickers."""
    incoming = turn.told.incoming
    if incoming.files:
        return standing.keep_files(turn)
    if incoming.sticker and not turn.told.text:
        again(turn, turn.look.say("sticker" if turn.talk.top is None else "sticker_open"))
        return True
    return False


def a_number_or_option(turn: Turn) -> bool:
    """A number or the exact words of an option mean what was shown."""
    run = turn.talk.top
    if run is None or run.open is None or not turn.told.text:
        return False
    option = shown_option(run, turn.told.plain, turn.told.text)
    if option is None:
        return False
    take(turn, run, option[1])
    return True


def a_word_of_control(turn: Turn) -> bool:
    """Cancel, back, help, 再见, 我的信息 …, when they are the whole message."""
    return control.obey(turn)


def a_correction(turn: Turn) -> bool:
    """不是三号楼，是五号楼: an earlier answer changed in free words (C2)."""
    incoming, heard = turn.told.incoming, turn.told.heard
    if turn.talk.top is None:
        return incoming.kind == "edit" and standing.edited_later(turn)
    if incoming.kind == "edit":
        return corrected(turn) or standing.noted(turn)
    return heard.act == "correct" and corrected(turn)


def a_glance(turn: Turn) -> bool:
    """A question in between is answered and the open question asked again (C3, C7)."""
    run, heard = turn.talk.top, turn.told.heard
    words = faq.answer(turn)
    if words:
        again(turn, words) if run else turn.say(words)
        turn.talk.misses = 0
        return True
    if run is None or heard.sure < 0.6 or heard.act not in ("greet", "thanks"):
        return False
    if len(turn.told.plain) > 8:
        return False
    again(turn, turn.look.say(f"{heard.act}_open"))
    return True


def another_problem(turn: Turn) -> bool:
    """A new problem inside an open report becomes another part of it (A16)."""
    run, heard = turn.talk.top, turn.told.heard
    if run is None or run.flow != "report" or not turn.told.plain.startswith(_MORE):
        return False
    if not heard.guesses or heard.guesses[0].confidence < 0.3 or len(run.parts) >= 5:
        return False
    if not run.parts:
        own = {k: run.said.pop(k) for k in ("guesses", "detail", "place") if k in run.said}
        run.parts.append(own)
    new = facts(turn.told) | {"detail": turn.told.text}
    run.parts += [part_fact(p) for p in heard.parts] if len(heard.parts) > 1 else [new]
    _inherit_place(run.parts, run.given)
    turn.say(turn.look.say("another_part", n=len(run.parts)))
    advance(turn)
    return True


def _inherit_place(parts: list[dict[str, Any]], given: dict[str, Any]) -> None:
    first = given.get("0.place", [None, None])[1]
    for part in parts[1:]:
        if "place" not in part and first:
            part["place"] = first


def another_flow(turn: Turn) -> bool:
    """Another wish: its flow, and back afterwards."""
    run, heard = turn.talk.top, turn.told.heard
    if run is None:
        return standing.begin(turn)
    flow = SWITCHES.get(heard.act)
    if flow is None or flow == run.flow or heard.sure < (0.85 if _takes_words(turn) else 0.6):
        return False
    if flow == "mediate" and run.flow == "report":
        return False
    turn.begin(flow, {"text": turn.told.text, "facts": facts(turn.told)})
    advance(turn)
    return True


def _takes_words(turn: Turn) -> bool:
    run = turn.talk.top
    asked = turn.outcome(run).open if run else None
    return bool(asked and asked.question.words)


def the_open_question(turn: Turn) -> bool:
    """The answer to what is asked; what else was told is kept for later questions."""
    run = turn.talk.top
    if run is None or run.open is None:
        return False
    asked = turn.outcome(run).open
    if asked is None:
        advance(turn)
        return True
    value = asked.question.answer(turn.told)
    if value is None:
        return standing.noted(turn)
    _remember(run, asked.part, facts(turn.told))
    take(turn, run, value)
    return True


def _remember(run: Any, part: int, told: dict[str, Any]) -> None:
    keep = run.parts[part] if 0 <= part < len(run.parts) else run.said
    for name, value in told.items():
        keep.setdefault(name, value)


def not_understood(turn: Turn) -> bool:
    """First in the same words, then in others, the third time a person (C6)."""
    turn.talk.misses += 1
    if turn.talk.misses >= 3:
        turn.talk.misses = 0
        standing.call_person(turn, "连续三次没听懂")
    elif turn.talk.top:
        key = "missed_open" if turn.talk.misses == 1 else "missed_open_again"
        again(turn, turn.look.say(key), hint=turn.talk.misses > 1)
    else:
        turn.say(turn.look.say("missed" if turn.talk.misses == 1 else "missed_again"))
    return True


HALF_HOUR = timedelta(minutes=30)

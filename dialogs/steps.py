"""The steps of interpretation: each deals with a message and says so, or leaves it to the next."""

from __future__ import annotations

import re
from typing import Any

from dialogs import both, changes, control, enclosed, faq, notes, standing
from dialogs.after_sending import puts_right_later
from dialogs.another import announced
from dialogs.beforehand import told_beforehand
from dialogs.dates import parsed, time_words
from dialogs.engine import Turn, advance, again
from dialogs.in_passing import nodded
from dialogs.options import counts, numbered, remember
from dialogs.over import leading
from dialogs.places import only_a_building
from dialogs.reading import corrected, shown_option, take, tapped
from dialogs.run import Run
from dialogs.say import Say
from dialogs.submitting import NONE_OF_THEM
from dialogs.telling import shaken
from dialogs.told import anew, facts
from nlu.rather import rather


def introduce(turn: Turn) -> None:
    """The first reply says who is speaking, what is kept, how to get a person (J4, J5)."""
    talk = turn.talk
    if talk.told or talk.holder not in ("bot", "queue"):
        return
    if any(one.kind == "emergency" for one in turn.says) or (
        talk.top and talk.top.flow == "safety"
    ):
        return  # nothing stands between the safety sentence and its question; next time
    talk.told = True
    words = turn.look.say("introduction", days=turn.look.retention.get("chat", 30),
                          years=turn.look.retention.get("ticket", 1826) // 365)  # fmt: skip
    turn.says.insert(0, Say(words))


def offer_old_draft(turn: Turn) -> None:
    """A kept draft of an earlier day is offered again, once, below whatever is said now (C8)."""
    talk = turn.talk
    if not talk.kept_draft or talk.holder != "bot":
        return
    draft, talk.kept_draft = talk.kept_draft, {}
    if draft.get("gone") or parsed(draft["until"]) <= turn.look.now:
        turn.says.insert(0, Say(turn.look.say("draft_gone")))
        return
    busy = bool(talk.stack)
    run = turn.begin("resume", draft)
    talk.stack.remove(run)
    talk.stack.insert(0, run)
    if not busy:
        again(turn)


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
    run = turn.talk.top
    if heard.act != "human" or heard.sure < 0.6 or faq.asks_no_clerk(turn):
        return False
    if heard.sure < CERTAIN and not _A_PERSON.search(turn.told.plain):
        return False  # 我打字慢
    if run and shown_option(run, turn.told.plain, turn.told.text):
        return False  # 请律师 is what was offered
    standing.call_person(turn, "居民要求人工")
    return True


CERTAIN = 0.9  # from where a wish for a person needs no word for one
_A_PERSON = re.compile(r"人|客服|领导|电话|(?<![没不])转(?![钱账走过])|接线|坐席|ren|kefu")


def a_tap(turn: Turn) -> bool:
    """A button."""
    if turn.told.incoming.kind != "tap":
        return False
    tapped(turn)
    return True


def a_number_or_option(turn: Turn) -> bool:
    """A number or the exact words of an option mean what was shown."""
    run = turn.talk.top
    if run is None or run.open is None or not turn.told.text or counts(turn, run):
        return False
    option = shown_option(run, turn.told.plain, turn.told.text) or _in_other_words(turn, run)
    option = option or numbered(turn, run)
    if option is None:
        return False
    take(turn, run, option[1])
    return True


def _in_other_words(turn: Turn, run: Run) -> list[Any] | None:
    """The option these very words also stand for."""
    asked = turn.outcome(run).open
    if asked is None or run.open is None or asked.name != run.open.name:
        return None
    options = asked.question.options
    if [o.label for o in options[1:]] == [NONE_OF_THEM] and turn.told.yes:
        return [options[0].label, options[0].value]  # 对, said where only one is shown
    fits = (o for o in options if turn.told.plain in o.words)
    return next(([o.label, o.value] for o in fits), None)


def a_word_of_control(turn: Turn) -> bool:
    """Cancel, back, help, 再见, 我的信息 …, when they are the whole message."""
    return control.obey(turn) or control.cancel_in_other_words(turn)


def a_correction(turn: Turn) -> bool:
    """不是三号楼，是五号楼: an earlier answer changed in free words (C2)."""
    incoming, heard = turn.told.incoming, turn.told.heard
    if turn.talk.top is None and incoming.kind == "edit":
        return standing.edited_later(turn)
    if turn.talk.top is None or turn.talk.top.flow == "leave_phone":
        return puts_right_later(turn)
    if incoming.kind == "edit":
        return notes.retold(turn) or corrected(turn) or notes.noted(turn)
    if announced(turn.told):
        return False
    if notes.of_an_answer_before(turn):
        return True
    if not (heard.act == "correct" or _takes_back(turn)) or _answers_place(turn):
        return False
    return corrected(turn) or changes.something_is_wrong(turn)


def _takes_back(turn: Turn) -> bool:
    """不对，是和平街菜市场; 不是路灯，是井盖."""
    words = turn.told.plain
    wrong = turn.told.heard.spot and _WRONG.match(words)
    return bool(anew(words) or _NOT_THIS.match(words) or rather(words).right or wrong)


_WRONG = re.compile(r"(?:不对|不是|错了|写错|说错|搞错|记错|应该是)")
_NOT_THIS = re.compile(r"不是[^，,。 ]{1,10}[，, ]*(?:而|应该)?是")


def _answers_place(turn: Turn) -> bool:
    """Whether the open question asks for a place and this names a whole one."""
    run, spot = turn.talk.top, turn.told.heard.spot
    asking = bool(run and run.open and run.open.name.split(".")[-1].startswith("place"))
    return asking and spot is not None and (bool(spot.places) or not only_a_building(spot.text))


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
        kept = _kept_in_danger(turn, run) or notes.told_of_dispute(turn, run)
        return kept or told_beforehand(turn, run) or notes.noted(turn)
    if leading(turn.told.plain):
        _kept_in_danger(turn, run)  # 人没事了，就是灯还要修
    remember(run, asked.part, facts(turn.told))
    both.for_all(turn, run, value)
    if asked.name.split(".")[-1].startswith("place") and notes.tells_more(turn):
        run.said.setdefault("more", []).append(turn.told.text)
    if asked.name.split(".")[-1] == "kind":
        _kind_in_words(turn, run, str(value))
    take(turn, run, value)
    return True


def _kind_in_words(turn: Turn, run: Run, code: str) -> None:
    """坑太大了, said to 哪一类: part of the story, and a complaint, whatever was asked first."""
    words = turn.told.plain
    if turn.told.no or (len(words) > 1 and words in turn.look.category(code).name):
        return
    run.said.setdefault("more", []).append(turn.told.text)
    if turn.told.heard.act == "report":
        run.said.pop("consult", None)


def _kept_in_danger(turn: Turn, run: Run) -> bool:
    """What is told while the person may be in danger is there when it comes to a report."""
    if run.flow == "safety" and len(turn.told.plain) >= 4:
        told = {k: v for k, v in facts(turn.told).items() if k != "guesses"}
        remember(run, -1, told)
        run.said.setdefault("more", []).append(turn.told.text)
    return False


def not_understood(turn: Turn) -> bool:
    """First in the same words, then in others, the third time a person (C6)."""
    turn.talk.misses += 1
    if turn.talk.misses >= 3:
        turn.talk.misses = 0
        standing.call_person(turn, "连续三次没听懂")
    elif turn.talk.top:
        _ask_back(turn)
    elif turn.talk.holder == "queue":
        turn.say(standing.queue_words(turn, turn.look.seen.queue(), True))
    elif turn.told.heard.danger is None and _ENGLISH.fullmatch(turn.told.text):
        turn.say(turn.look.say("missed_english"))
    elif shaken(turn):
        turn.say(turn.look.say("safe_beside"))
    else:
        turn.say(turn.look.say("missed" if turn.talk.misses == 1 else "missed_again"))
    return True


_ENGLISH = re.compile(r"(?=.*[A-Za-z])(?:[A-Za-z0-9'’\-]+[\s,.!?]+){2,}[A-Za-z0-9'’\-]*[.!?]*")
"""Several words in Latin letters that were not heard as pinyin."""


def _ask_back(turn: Turn) -> None:
    """The open question again, in other words the second time."""
    run, first = turn.talk.top, turn.talk.misses == 1
    asked = turn.outcome(run).open if run else None
    words = enclosed.captioned(turn) or (asked.question.miss(turn.told) if asked else "")
    words = words or nodded(turn)
    key = "missed_open" if first else "missed_open_again"
    again(turn, words or turn.look.say(key), hint=not first)

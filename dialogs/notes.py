"""What is told beside the open question and is worth keeping: notes of a report under way."""

from __future__ import annotations

import re
from typing import Any

from dialogs.engine import Turn, advance, again, give
from dialogs.flows.kind import POINTS_AT, likeliest, sure
from dialogs.flows.own_words import OF_BLOWS, WITHIN
from dialogs.places import beside, only_a_building
from dialogs.problems import SUFFERS, says_what
from dialogs.question import SKIPPED
from dialogs.reading import corrected, to_the_card
from dialogs.rooms import next_door
from dialogs.run import Run
from dialogs.told import anew, facts
from nlu.rather import rather


def noted(turn: Turn) -> bool:
    """No answer to what is asked, yet something worth keeping: kept, and the question again."""
    run, heard = turn.talk.top, turn.told.heard
    if run is None or run.flow != "report" or turn.told.submits:
        return False
    if not turn.told.text and turn.told.incoming.pin is None:
        return False
    if _told_already(turn, run):
        again(turn, turn.look.say("heard_already"))
        return True
    told = facts(turn.told)
    told.pop("guesses", None)
    if not told and not _adds(turn, run):
        return False
    known = heard.act != "consult" and _belongs_to_an_answer(turn, run)
    if known and corrected(turn, _right(turn)):
        return True
    if len(run.said.setdefault("more", [])) >= MOST_NOTES:
        return False
    _is_no_question(turn, run)
    _note(turn, run, told)
    return True


def _is_no_question(turn: Turn, run: Run) -> None:
    """家里停电了, told after 你们是不是供电局: something to be seen to, and where is asked."""
    guesses = [[g.code, g.confidence] for g in turn.told.heard.guesses]
    asked = run.said.get("consult") and turn.told.heard.act == "report" and sure(guesses)
    if asked and turn.look.category(str(guesses[0][0])).has_place:
        run.said.pop("consult")


def _note(turn: Turn, run: Run, told: dict[str, Any]) -> None:
    """Keep the words and what they tell, and ask on."""
    if turn.told.text and not (_only_a_place(turn) and _takes_a_place(turn, run)):
        run.said["more"].append(turn.told.text)
    wrong = bool(anew(turn.told.plain))
    for name, value in told.items():
        run.said[name] = value if wrong else run.said.get(name, value)
    turn.talk.misses = 0
    to_the_card(run)
    if _kind_asked_enough(turn, run) or _left_alone(turn, run):
        turn.say(turn.look.say("noted"))
        advance(turn)
    else:
        again(turn, turn.look.say("noted"))


def _right(turn: Turn) -> bool:
    """Whether it puts something right, and does not only tell more."""
    plain = turn.told.plain
    return turn.told.heard.act == "correct" or bool(anew(plain) or rather(plain).right)


def _told_already(turn: Turn, run: Run) -> bool:
    """电梯又坏了！, said once more: nearly every two characters of it have been told."""
    told = "".join((str(run.said.get("detail", "")), *(str(p.get("detail", "")) for p in run.parts),
                    *(str(more) for more in run.said.get("more", ()))))  # fmt: skip
    words = _PLEA.sub("", turn.told.plain) if len(turn.told.plain) <= ONCE_MORE else ""
    pairs = [words[i : i + 2] for i in range(len(words) - 1)]
    return bool(pairs) and sum(pair in told for pair in pairs) >= len(pairs) * SAID


_PLEA = re.compile(
    r"我(?:刚才?|都|已经|不是)*(?:说|讲)(?:过|了|的是)*|听不懂吗?|听到没有?|[，,。！!？?\s]"
)
ONCE_MORE = 40  # characters of what is said again; a longer message tells it anew
SAID = 0.8  # share of a message's pairs of characters that were there before


def _kind_asked_enough(turn: Turn, run: Run) -> bool:
    """Who tells more and more instead of picking a kind is not asked a third time (A.1)."""
    if run.open is None or run.open.name.split(".")[-1] not in ("kind", "clearer"):
        return False
    run.said["unpicked"] = [*run.said.get("unpicked", ()), run.open.name]
    if run.said["unpicked"].count(run.open.name) < UNPICKED:
        return False
    number = run.open.name.partition(".")[0]
    give(run, run.open.name, run.open.about, likeliest(run, int(number), turn.look))
    return True


def _left_alone(turn: Turn, run: Run) -> bool:
    """Who tells of other things at a question that may be skipped is not asked it a third time."""
    asked = turn.outcome(run).open
    if asked is None or not asked.question.skippable:
        return False
    run.said["passed"] = [*run.said.get("passed", ()), asked.name]
    if run.said["passed"].count(asked.name) < UNPICKED:
        return False
    give(run, asked.name, asked.question.about, SKIPPED)
    return True


UNPICKED = 2  # messages kept beside a question between kinds; then a clerk may sort it


def of_an_answer_before(turn: Turn) -> bool:
    """哦对了是每天十一点以后, said to a later question: the line it belongs to is filled in."""
    run, told = turn.talk.top, {k: v for k, v in facts(turn.told).items() if k != "guesses"}
    if run is None or run.flow != "report":
        return False
    if next_door(turn, run):
        return True
    if not told or not _BY_THE_WAY.match(turn.told.plain):
        return False
    asked = turn.outcome(run).open
    fits = asked is not None and asked.question.from_facts(told) is not None
    return not fits and len(turn.told.plain) <= BY_THE_WAY and corrected(turn)


_BY_THE_WAY = re.compile(
    r"(?:哦|噢|啊|嗯|哎|[，, ])*(?:对了|忘了说|忘记说|刚才?(?:忘了?|没)说|前面(?:忘了?|没)说)"
)
BY_THE_WAY = 24  # characters of one fact told late


def told_of_dispute(turn: Turn, run: Run) -> bool:
    """What the dispute is about, told at a question of safety, is not asked for again."""
    heard = turn.told.heard
    story = heard.act in ("report", "mediate") and says_what(heard) and heard.guesses
    if run.flow != "mediate" or "facts" in run.given or not story or len(heard.text) < STORY:
        return False
    guesses = [[g.code, g.confidence] for g in heard.guesses]
    run.given["facts"] = ["", {"text": turn.told.text, "guesses": guesses}, "said"]
    again(turn, turn.look.say("noted"))
    return True


STORY = 6  # characters that say what a dispute is about


def _adds(turn: Turn, run: Run) -> bool:
    """Whether words without a fact belong to the story: 三楼的, said instead of a photo."""
    heard, many = turn.told.heard, len(turn.told.plain)
    if any(one.fullmatch(turn.told.plain) for one in (WITHIN, POINTS_AT)):
        return True  # 全楼, 家里, 这是楼道里的
    if OF_BLOWS.match(turn.told.plain):
        return True  # 报过警了
    if heard.act in ("report", "supplement") and many >= 4:
        return True
    if (
        _SINCE.search(turn.told.plain)
        or SUFFERS.search(turn.told.plain)
        or (turn.told.points_out and not turn.told.incoming.files)
    ):
        return True  # 坏了, said after 电梯
    if heard.act == "correct" and NOT_BUT.search(turn.told.plain):
        return True  # 不是路灯，是楼道灯: of one kind
    if heard.act == "consult" and run.said.get("consult"):
        return many >= 4
    if run.open is not None and run.open.name == "sure" and heard.act not in SMALL:
        return many >= TELLS or bool(_MORE_OF_IT.match(turn.told.plain))  # 我是402，他家是403
    asked = turn.outcome(run).open
    skips = asked is not None and asked.question.skippable
    return skips and many >= 3 and heard.act in ("report", "supplement", "other", "correct")


_SINCE = re.compile(r"[一二三四五六七八九十\d]月(?:份|初|底|中)|[天号周年月](?:开始|起)的?$")
"""从六月份开始."""
SMALL = ("affirm", "deny", "abuse", "cancel", "help", "human", "consult")
_MORE_OF_IT = re.compile(r"(?:还|也|又|里面|都)?有[^没人了，,。]{2,}")
TELLS = 5  # characters that tell something over the card
NOT_BUT = re.compile(r"不是[^，,。 ]{1,10}[，, ]*是[^，,。 ]{2}")


def _only_a_place(turn: Turn) -> bool:
    spot = turn.told.heard.spot
    return spot is not None and spot.text in (turn.told.plain, turn.told.text)


def _takes_a_place(turn: Turn, run: Run) -> bool:
    """Whether a place told now has a line of its own: some kinds have none."""
    asked = [a.name.split(".")[-1] for a in turn.outcome(run).trail if a.how]
    return "place" in asked or "kind" not in asked


MOST_NOTES = 6  # messages kept beside the question; after that something is not understood


def tells_more(turn: Turn) -> bool:
    """Whether an answer to where also tells what is wrong: 不给修电梯，幸福里3号楼."""
    heard = turn.told.heard
    told = sum("一" <= c <= "鿿" for c in beside(heard))
    return heard.act in ("report", "supplement") and told >= MORE and says_what(heard)


MORE = 4  # characters beside a place that add to the story


def _belongs_to_an_answer(turn: Turn, run: Run) -> bool:
    """Over the card new facts change its lines; a bare 3号楼 belongs to the place given before."""
    if run.open is not None and run.open.name == "sure":
        return True
    spot = turn.told.heard.spot
    return spot is not None and not spot.places and only_a_building(spot.text)


def retold(turn: Turn) -> bool:
    """An edited message takes the place of what it said before, when it tells the same story."""
    run, words = turn.talk.top, turn.told.text
    before = str(run.said.get("detail", "")) if run and run.flow == "report" else ""
    shared = [c for c in set(before) if c in words]
    if run is None or not before or len(shared) < len(set(before)) * SAME_STORY:
        return False
    run.said.update({**facts(turn.told), "detail": words})
    if not corrected(turn):
        again(turn, turn.look.say("corrected", label="情况", value=words[:EXCERPT]))
    return True


SAME_STORY = 0.7  # share of the first telling's characters that come again
EXCERPT = 40

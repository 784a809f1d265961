"""What is told beside the open question and is worth keeping: notes of a report under way."""

from __future__ import annotations

import re

from dialogs.engine import Turn, again
from dialogs.places import only_a_building
from dialogs.problems import SUFFERS, says_what
from dialogs.reading import corrected
from dialogs.run import Run
from dialogs.told import anew, facts


def noted(turn: Turn) -> bool:
    """No answer to what is asked, yet something worth keeping: kept, and the question again."""
    run, heard = turn.talk.top, turn.told.heard
    if run is None or run.flow != "report" or turn.told.submits:
        return False
    if not turn.told.text and turn.told.incoming.pin is None:
        return False
    told = facts(turn.told)
    told.pop("guesses", None)
    if not told and not _adds(turn, run):
        return False
    if heard.act != "consult" and _belongs_to_an_answer(turn, run) and corrected(turn):
        return True
    extra = run.said.setdefault("more", [])
    if len(extra) >= MOST_NOTES:
        return False
    if turn.told.text and not (_only_a_place(turn) and _takes_a_place(turn, run)):
        extra.append(turn.told.text)
    wrong = bool(anew(turn.told.plain))
    for name, value in told.items():
        run.said[name] = value if wrong else run.said.get(name, value)
    turn.talk.misses = 0
    again(turn, turn.look.say("noted"))
    return True


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
    if heard.act in ("report", "supplement") and many >= 4:
        return True
    if SUFFERS.search(turn.told.plain) or (turn.told.points_out and not turn.told.incoming.files):
        return True  # 坏了, said after 电梯
    if heard.act == "correct" and NOT_BUT.search(turn.told.plain):
        return True  # 不是路灯，是楼道灯: of one kind
    if heard.act == "consult" and run.said.get("consult"):
        return many >= 4
    photo = run.open is not None and run.open.name.split(".")[-1] == "photo"
    return photo and many >= 3 and heard.act in ("report", "supplement", "other", "correct")


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
    beside = heard.text.replace(heard.spot.text, "") if heard.spot else ""
    told = sum("一" <= c <= "鿿" for c in beside)
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

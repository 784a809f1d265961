"""The dialogue: what a message means, in one order decided once for all flows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dialogs import (
    after_sending,
    another,
    are_you_real,
    arrivals,
    aside,
    both,
    by_code,
    changes,
    chosen_anew,
    consulting,
    cries,
    danger,
    dispute_card,
    enclosed,
    explaining,
    glance,
    instead,
    irritated,
    left_alone,
    legal,
    named_anew,
    no_more,
    of_us,
    other_mediator,
    own_card,
    own_case,
    own_name,
    parts,
    pins,
    slipped,
    solved,
    standing,
    steps,
    submitting,
    taken_up,
    the_other,
    undecided,
    verdict,
    waiting,
    which_grid,
    young,
)
from dialogs.engine import Do, Turn
from dialogs.lookup import Lookup
from dialogs.run import Conversation
from dialogs.say import Say
from dialogs.talk import Flow
from dialogs.told import Told
from grid.refused import Refused

Step = Callable[[Turn], bool]

ORDER: tuple[Step, ...] = (
    young.a_child,
    danger.danger,
    steps.held_by_a_person,
    waiting.enough_of_it,
    left_alone.left_alone,
    are_you_real.are_you_real,
    steps.a_person_is_wanted,
    steps.paused,
    steps.a_tap,
    by_code.by_code,
    by_code.about_codes,
    cries.cried,
    enclosed.files,
    pins.a_position_as_well,
    enclosed.nothing_but_hidden,
    enclosed.a_phone_number,
    instead.instead,
    parts.dropped_for_more,
    aside.told_beside,
    both.both,
    submitting.submits_now,
    solved.solved_by_itself,
    slipped.slipped,
    chosen_anew.chosen_anew,
    slipped.before_sending,
    steps.a_number_or_option,
    taken_up.taken_up,
    no_more.no_more,
    other_mediator.other_mediator,
    steps.a_word_of_control,
    dispute_card.on_the_dispute_card,
    own_card.on_its_own_card,
    changes.no_name_after_all,
    named_anew.named_anew,
    changes.a_change_is_wanted,
    changes.no_name_from_the_start,
    after_sending.told_on_after,
    undecided.undecided,
    steps.a_correction,
    legal.goes_on,
    explaining.why_there,
    own_case.how_it_stands,
    the_other.of_the_other,
    standing.asks_when,
    of_us.of_those_who_handle,
    which_grid.asks_which_grid,
    irritated.irritated,
    consulting.goes_on,
    consulting.a_question,
    glance.a_glance,
    legal.a_legal_path,
    verdict.not_now,
    verdict.told_with_it,
    verdict.half_a_verdict,
    verdict.said_once_more,
    verdict.of_this_matter,
    another.another_problem,
    another.another_flow,
    consulting.nothing_known,
    own_name.says_ones_name,
    steps.the_open_question,
    steps.not_understood,
)
"""The order of interpretation; the first step that returns True has dealt with the message."""


class Dialogue:
    """Answers turns; keeps nothing itself."""

    def __init__(self, flows: Mapping[str, Flow]) -> None:
        self.flows = flows

    def reply(self, talk: Conversation, told: Told, look: Lookup, do: Do) -> list[Say]:
        """What is said to one thing that came in; `talk` is changed in place.

        `do` does the commands and raises Refused; anything else it raises is a bug and goes up.
        """
        turn = Turn(talk, told, look, do, self.flows)
        if told.incoming.kind in ("due", "event", "staff"):
            arrivals.arrive(turn)
            return turn.says
        before, holder = bool(talk.kept_draft), talk.holder
        turn.called, talk.called = talk.called, False
        try:
            any(step(turn) for step in ORDER)
        except Refused as refused:
            turn.say(refused.words)
        young.kindly(turn)
        if holder == "bot" and talk.holder == "queue":
            standing.tell_of_queue(turn)
        if before:
            steps.offer_old_draft(turn)
        enclosed.warn_of_hidden(turn)
        enclosed.tell_of_files(turn)
        steps.introduce(turn)
        return turn.says

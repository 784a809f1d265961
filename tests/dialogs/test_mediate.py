"""Mediation that must not be begun: what the flow itself decides, whatever was heard before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings
from dialogs.commands import CallPerson
from dialogs.flows.mediate import mediate
from dialogs.lookup import Lookup
from dialogs.run import Run
from dialogs.talk import Done, play
from dialogs.wording import SENTENCES
from integrations.district.reading import read
from tests.dialogs.stall import NOW, Nobody


def asked_for(code: str) -> Done:
    """What comes of a wish for mediation that plainly tells of a category."""
    district = read(Path(Settings().district_folder))
    look = Lookup(NOW, district, Nobody(), lambda key, **named: SENTENCES[key])
    facts = {"guesses": [[code, 0.95]]}
    run = Run("r1", "mediate", args={"text": "家里的事好多年了，想申请调解", "facts": facts})
    done = play(mediate, run, look).done
    assert done is not None
    return done


def test_violence_at_home_goes_to_a_person_and_into_no_form() -> None:
    done = asked_for("0706")
    assert [type(one) for one in done.commands] == [CallPerson]
    assert done.next([]) is None


@pytest.mark.parametrize("code", ["0101", "0203"])
def test_what_nobody_can_mediate_is_registered(code: str) -> None:
    done = asked_for(code)
    follows = done.next([])
    assert follows is not None
    assert follows[0] == "report"
    assert done.commands == ()

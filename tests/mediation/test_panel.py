"""Who is proposed for a case, and who never."""

import pytest

from grid.people import Member
from mediation.panel import Ties, Wanted, candidates

NEAR = Member("m-near", "周敏", "mediator", "c1", skills=("0701",))
FAR = Member("m-far", "吴强", "mediator", "c9", skills=("0701",))
FIRST = Member("m-first", "郑和", "mediator", "c1", skills=("07",))
ANY = Member("m-any", "孙立", "mediator", "c1", languages=("吴语",))
WAGES = Member("m-wages", "钱多", "mediator", "c1", skills=("0902",))
JUDGE = Member("j1", "李法", "judge", "court")
ROSTER = (ANY, FAR, FIRST, JUDGE, NEAR, WAGES)
WANTED = Wanted("0701", ("c1", "s1"))


def ids(wanted: Wanted, role: str = "mediator") -> list[str]:
    return [member.id for member in candidates(ROSTER, role, wanted)]


def test_the_best_skill_comes_first_then_the_nearest_then_the_least_busy() -> None:
    assert ids(WANTED) == ["m-near", "m-far", "m-first", "m-any"]
    twin = Member("m-a-twin", "冯", "mediator", "c1", skills=("0701",))
    busy = Wanted("0701", ("c1",), load={"m-a-twin": 3})
    assert candidates((twin, NEAR), "mediator", busy)[0] is NEAR


def test_a_quarrel_nobody_names_is_taken_by_any_mediator_and_by_no_lawyer() -> None:
    lawyer = Member("l1", "韩律", "lawyer", "bar", skills=("08",))
    roster, noise = (FAR, WAGES, NEAR, lawyer), Wanted("0401", ("c1",))
    assert [m.id for m in candidates(roster, "mediator", noise)] == ["m-near", "m-wages", "m-far"]
    assert candidates(roster, "lawyer", noise) == ()
    objected = Wanted("0401", ties=Ties(objected=frozenset({"m-near", "m-far", "m-wages"})))
    assert candidates(roster, "mediator", objected) == ()


def test_a_shared_dialect_comes_before_skill() -> None:
    assert ids(Wanted("0701", ("c1",), language="吴语"))[0] == "m-any"


@pytest.mark.parametrize(
    "ties",
    [
        Ties(handlers=frozenset({"m-near"})),
        Ties(disclosed=frozenset({"m-near"})),
        Ties(names=frozenset({"周敏"})),
        Ties(objected=frozenset({"m-near"})),
    ],
)
def test_who_has_a_tie_is_not_proposed(ties: Ties) -> None:
    assert "m-near" not in ids(Wanted("0701", ("c1",), ties=ties))


def test_nobody_of_the_unit_complained_about_is_proposed() -> None:
    assert ids(Wanted("0701", ("c1",), ties=Ties(units=frozenset({"c1"})))) == ["m-far"]


def test_a_disclosed_tie_may_be_accepted_by_both_but_an_objection_stands() -> None:
    agreed = frozenset({"m-near"})
    disclosed = Ties(disclosed=agreed, agreed=agreed)
    objected = Ties(objected=agreed, agreed=agreed)
    assert "m-near" in ids(Wanted("0701", ties=disclosed))
    assert "m-near" not in ids(Wanted("0701", ties=objected))

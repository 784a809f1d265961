"""Consent, personal links and codes, and how an invitation may reach somebody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from grid.refused import Refused
from mediation.parties import (
    CODE_TRIES,
    Consent,
    Delivery,
    Party,
    all_accepted,
    answer,
    came_back,
    check_code,
    delivered,
    hashed,
    invited,
    make_code,
    make_token,
    may_invite,
    same_person,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KEY = b"made-up"


def party(role: str = "respondent") -> Party:
    return invited(Party("p2", "T-1", role, "王小明"), "token", "012345", KEY)


def test_neither_link_nor_code_is_kept_in_the_clear() -> None:
    kept = repr(party())
    assert "token'" not in kept
    assert "012345" not in kept
    assert party().token_hash == hashed("token", KEY) != hashed("other", KEY)


def test_links_are_long_and_codes_have_six_digits() -> None:
    assert len(make_token()) >= 22
    assert len(make_code()) == 6
    assert make_code().isdigit()


def test_full_width_digits_and_spaces_are_the_same_code() -> None:
    assert check_code(party(), "０12 345", KEY).ok


def test_after_five_wrong_codes_even_the_right_one_is_refused() -> None:
    tried = party()
    for left in range(CODE_TRIES - 1, -1, -1):
        check = check_code(tried, "999999", KEY)
        assert (check.ok, check.left) == (False, left)
        tried = check.party
    assert not check_code(tried, "012345", KEY).ok
    assert check_code(invited(tried, "t", "012345", KEY), "012345", KEY).ok


def test_link_and_code_go_different_ways_and_never_through_the_applicant() -> None:
    link = delivered(party(), Delivery("link", "m1", "mediator", "sms", NOW))
    assert (link.link_by, link.link_how, link.link_at) == ("m1", "sms", NOW)
    with pytest.raises(Refused):
        delivered(link, Delivery("code", "m1", "mediator", "sms", NOW))
    both = delivered(link, Delivery("code", "m1", "mediator", "phone", NOW))
    assert both.code_how == "phone"
    with pytest.raises(Refused):
        delivered(party(), Delivery("link", "p1", "resident", "sms", NOW))


def test_a_yes_can_be_withdrawn_at_any_time_and_a_no_is_not_turned_round() -> None:
    yes = answer(party(), Consent.ACCEPTED, NOW)
    assert answer(yes, Consent.WITHDRAWN, NOW).consent is Consent.WITHDRAWN
    no = answer(party(), Consent.DECLINED, NOW)
    with pytest.raises(Refused):
        answer(no, Consent.ACCEPTED, NOW)


def test_silence_is_no_consent_and_one_side_alone_is_nobody() -> None:
    yes = answer(party(), Consent.ACCEPTED, NOW)
    applicant = answer(party("applicant"), Consent.ACCEPTED, NOW)
    assert all_accepted([applicant, yes])
    assert not all_accepted([applicant, party()])
    assert not all_accepted([applicant])
    assert not all_accepted([])


def test_who_refused_is_left_in_peace_for_thirty_days() -> None:
    no = answer(party(), Consent.DECLINED, NOW)
    assert not may_invite(no, NOW + timedelta(days=29))
    assert may_invite(no, NOW + timedelta(days=30))
    assert came_back(no, NOW + timedelta(days=1)).consent is Consent.ACCEPTED
    with pytest.raises(Refused):
        came_back(answer(party(), Consent.ACCEPTED, NOW), NOW)


def test_the_same_other_party_is_known_by_number_or_by_name() -> None:
    one = replace(party(), name="楼上 住户", reach="13800000001，3幢502")
    assert same_person(one, "王小明", "电话13800000001")
    assert same_person(one, "楼上住户", "")
    assert not same_person(one, "楼下住户", "13800000002")

"""The listener beside Rasa: what is Rasa's to say, and what stays ours."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from integrations.rasa import FELL_BACK, RasaListener, with_rasa
from nlu.heard import Danger, Guess, Heard, Part
from nlu.listener import Listener
from tests.rasa.fakes import LAMP, NOW, REPORT, SPOT, Ours, Server, beside, says


def test_rasa_names_the_category_and_the_facts_stay_ours() -> None:
    server = Server(says(("c0101", 0.6), ("act_urge", 0.2), ("c0601", 0.1), ("c0102", 0.05)))
    heard = beside(server).hear("楼下没人收", NOW)
    assert heard.guesses == (Guess("0101", 0.6), Guess("0601", 0.1), Guess("0102", 0.05))
    assert heard.parts == (Part("路灯坏了", heard.guesses, SPOT),)
    assert (heard.act, heard.sure, heard.degraded) == ("report", 0.6, "")
    assert (heard.spot, heard.phones) == (SPOT, ("13800001111",))
    assert heard.why == ()  # the words spoke for another category


def test_the_server_is_asked_at_model_parse_whatever_its_base() -> None:
    server = Server(says(("c0101", 0.9)))
    client = httpx.Client(transport=httpx.MockTransport(server))
    RasaListener("http://rasa:5005/bot/?token=t1", Ours(REPORT), client).hear("路灯", NOW)
    assert server.path == "/bot/model/parse?token=t1"


def test_an_act_of_rasa_leaves_our_categories() -> None:
    heard = beside(Server(says(("act_consult", 0.9), ("c0101", 0.1)))).hear("怎么办", NOW)
    assert (heard.act, heard.sure, heard.guesses) == ("consult", 0.9, (LAMP,))
    assert heard.parts == REPORT.parts


def test_an_act_without_a_problem_has_no_parts() -> None:
    heard = beside(Server(says(("act_thanks", 0.9)))).hear("谢谢你们", NOW)
    assert (heard.act, heard.parts) == ("thanks", ())


def test_a_problem_that_only_rasa_hears_becomes_a_part() -> None:
    ours = Heard(act="other", sure=0.3, spot=SPOT)
    heard = beside(Server(says(("c0203", 0.8))), ours).hear("黑咕隆咚的", NOW)
    assert heard.act == "report"
    assert heard.parts == (Part("黑咕隆咚的", (Guess("0203", 0.8),), SPOT),)


def test_whether_there_is_a_problem_at_all_the_surer_one_decides() -> None:
    ours = Heard(act="affirm", sure=0.95)
    heard = beside(Server(says(("c0203", 0.4))), ours).hear("对对对", NOW)
    assert (heard.act, heard.parts) == ("affirm", ())


@pytest.mark.parametrize("act", ["human", "correct"])
def test_a_call_for_a_person_and_a_correction_are_never_talked_over(act: str) -> None:
    ours = Heard(act=act, sure=0.5, wrong="三号楼")
    heard = beside(Server(says(("c0101", 0.99))), ours).hear("转人工", NOW)
    assert heard == replace(ours, text="转人工")


def test_a_problem_act_of_ours_survives_a_category() -> None:
    ours = replace(REPORT, act="mediate")
    assert beside(Server(says(("c0602", 0.9))), ours).hear("想调解漏水", NOW).act == "mediate"


def test_danger_in_rasas_ears_changes_nothing_and_its_share_is_taken_out() -> None:
    server = Server(says(("no_danger", 0.5), ("c0101", 0.3), ("danger_fire", 0.1)))
    heard = beside(server).hear("烧垃圾", NOW)
    assert heard.danger is None
    assert heard.guesses == (Guess("0101", 0.75),)


def test_danger_alone_leaves_everything_ours() -> None:
    assert beside(Server(says(("danger_gas", 1.0)))).hear("味道", NOW) == replace(
        REPORT, text="味道"
    )


def test_an_emergency_waits_for_no_server() -> None:
    server = Server(says(("act_greet", 1.0)))
    ours = replace(REPORT, danger=Danger("fire", "E0", "着火"))
    listener = beside(server, ours)
    assert listener.hear("着火了", NOW) == replace(ours, text="着火了")
    assert listener.alarm("着火了") == Danger("fire", "E0", "着火了")
    assert server.asked == []


def test_where_rasa_is_unsure_our_own_ear_decides_and_nothing_has_failed() -> None:
    listener = beside(Server(says(("nlu_fallback", 0.3), ("c0101", 0.2))))
    assert listener.hear("那个", NOW) == replace(REPORT, text="那个")
    assert (listener.counts.answered, listener.counts.failed) == (1, 0)


def test_each_of_several_problems_is_asked_about() -> None:
    ours = replace(REPORT, parts=(Part("灯坏了", (LAMP,), SPOT), Part("垃圾没收", (LAMP,))))
    answers = {"灯坏了": says(("c0203", 0.9)), "垃圾没收": says(("c0101", 0.8))}
    server = Server(lambda text: answers.get(text, says(("c0601", 0.5))))
    heard = beside(server, ours).hear("灯坏了，垃圾没收", NOW)
    assert [part.guesses[0].code for part in heard.parts] == ["0203", "0101"]
    assert heard.parts[0].spot == SPOT
    assert heard.guesses[0].code == "0601"


def test_phone_and_identity_numbers_do_not_leave() -> None:
    server = Server(says(("c0101", 0.9)))
    beside(server).hear("找我13912345678，证件11010119900307109X", NOW)
    assert server.asked == ["找我139****5678，证件[已隐藏证件号]"]


def test_of_a_very_long_text_rasa_reads_head_and_tail() -> None:
    server = Server(says(("c0101", 0.9)))
    heard = beside(server).hear("头" + "啊" * 9000 + "尾", NOW)
    assert len(server.asked[0]) == 2000
    assert (server.asked[0][0], server.asked[0][-1]) == ("头", "尾")
    assert len(heard.text) == 9002


def test_an_empty_message_is_not_sent() -> None:
    server = Server(says(("c0101", 0.9)))
    listener = beside(server, Heard())
    assert listener.hear("", NOW) == Heard()
    assert listener.counts.asked == 0


def test_without_a_url_our_own_listener_is_used_as_it_is() -> None:
    ours = Ours(REPORT)
    assert with_rasa("", ours) is ours
    joined = with_rasa("http://127.0.0.1:5005", ours)
    assert isinstance(joined, RasaListener)
    assert joined.model == "a model"
    joined.close()


@pytest.mark.parametrize("url", ["localhost:5005", "http://", "ftp://rasa", "http://[::1"])
def test_what_is_no_address_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="FENGQIAO_RASA_URL"):
        with_rasa(url, Ours(REPORT))


def test_our_real_listener_hears_beside_a_broken_rasa() -> None:
    client = httpx.Client(transport=httpx.MockTransport(Server([])))
    listener = RasaListener("http://rasa:5005", Listener(None), client)
    heard = listener.hear("幸福里的路灯坏了，电话13800001111", NOW)
    assert heard.phones == ("13800001111",)
    assert FELL_BACK in heard.degraded

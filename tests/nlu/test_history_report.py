"""The report on a training: right figures, no personal data, readable on a phone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.historyfitting import Tickets
from nlu.judged import Judged
from nlu.report import Paper, write_report

LABELS = ("照明", "环卫", "<噪声>")
TEXTS = (
    "路灯不亮，电话13812345678",
    "路灯坏了",
    "垃圾没人收，我的身份证号11010519491231002X",
    "垃圾桶满了",
    "半夜<b>施工</b>太吵",
    "半夜施工太吵了",
)
GIVEN = (0, 0, 1, 1, 2, 1)


def judged(scores: list[list[float]]) -> Judged:
    rows = tuple(range(len(GIVEN)))
    lines = tuple(row + 2 for row in rows)
    return Judged(LABELS, np.array(GIVEN), np.array(scores, np.float32), rows, lines, 0.5)


# The third ticket is heard as light, surely; the last one as noise, surely.
HEARD = judged(
    [[9, 0, 0], [9, 0, 0], [9, 0, 0], [0, 1, 0.5], [0, 0, 9], [0, 0, 9]],
)


@pytest.fixture
def page(tmp_path: Path) -> str:
    tickets = Tickets(
        ("title",), (TEXTS,), tuple(LABELS[label] for label in GIVEN), tuple(range(2, 8))
    )
    write_report(tmp_path / "report.html", HEARD, Paper(tickets, TEXTS, [0, 1, 2, 3, 4, 4]))
    return (tmp_path / "report.html").read_text(encoding="utf-8")


def test_figures_are_those_of_the_confusion() -> None:
    assert HEARD.confusion().tolist() == [[2, 0, 0], [1, 1, 1], [0, 0, 1]]
    assert HEARD.accuracy == pytest.approx(4 / 6)
    light, waste, noise = HEARD.per_label()
    assert light == pytest.approx((2 / 3, 1.0, 0.8, 2))
    assert waste == pytest.approx((1.0, 1 / 3, 0.5, 3))
    assert noise == pytest.approx((0.5, 1.0, 2 / 3, 1))
    assert HEARD.macro_f1 == pytest.approx((0.8 + 0.5 + 2 / 3) / 3)


def test_what_is_mixed_up_and_surely_contradicted_is_found() -> None:
    assert HEARD.mixed_up() == [(1, 0, 1), (1, 1, 2)]
    assert HEARD.suspects(0.9) == [2, 5]
    assert HEARD.called(1, 0) == [2]
    assert HEARD.sure(0.9) == pytest.approx((5 / 6, 3 / 5))


def test_labels_that_differ_too_often_may_be_one() -> None:
    given, lines = np.array([0] * 20 + [1] * 20 + [2] * 40), tuple(range(80))
    heard = np.array([0] * 10 + [1] * 10 + [1] * 15 + [0] * 5 + [2] * 31 + [0] * 9)
    found = Judged(LABELS, given, np.eye(3)[heard], lines, lines)
    assert found.blurred() == [("照明", "环卫", 15 / 40)]


def test_calibration_tells_confidence_and_share_right() -> None:
    steps = HEARD.calibration()
    assert sum(many for _, _, many in steps) == 6
    assert steps[-1][1] == pytest.approx(3 / 5)


def test_tickets_are_shown_without_personal_data_and_as_words_only(page: str) -> None:
    assert "11010519491231002X" not in page
    assert "13812345678" not in page
    assert "[已隐藏证件号]" in page
    assert "<b>施工" not in page
    assert "<噪声>" not in page
    assert "&lt;噪声&gt;" in page


def test_suspected_errors_ambiguous_labels_and_contradictions_have_examples(page: str) -> None:
    suspects = page[page.index("可能标错") :]
    assert "垃圾没人收" in suspects
    assert "照明 ↔ 环卫" in page
    contradictions = page[page.index("说法不一的近似重复") : page.index("可能标错")]
    assert "（6）" in contradictions
    assert "（7）" in contradictions


def test_the_page_fits_a_phone_and_needs_nothing_from_elsewhere(page: str) -> None:
    assert 'name="viewport"' in page
    assert "http://" not in page
    assert "https://" not in page
    assert page.count("viewBox") == 2

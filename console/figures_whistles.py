"""The report on whistles: how often, who answers and comes in time, who does not."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select

from console.figures_asked import Asked
from console.figures_table import Cell, Table, count_cell, heads, rate_cell, rate_head
from grid.district import District
from grid.figures import together
from grid.figures_whistles import ACK, COME, MEASURES, Answer, Report, mean, report
from grid.whistles import KINDS
from integrations.sql.counting import counted
from integrations.sql.store import Work
from integrations.sql.whistles_counting import answers, tickets_of

UNITS_NOTE = ("按时确认率的分母是时限已到或已经回应的；按时报到率的分母是该到的："
              "街道定了不用来的、到时间前撤哨的不算。评分是街道给的，1到5分。")  # fmt: skip
STREETS_NOTE = "评分是被叫的单位给的：哨吹得准不准。太少可能是不会用，太多可能是该自己办的也叫人。"


def whistles(work: Work, district: District, asked: Asked) -> dict[str, Any]:
    """Everything about the whistles blown within the time asked for."""
    made = report(_answers(work, district, asked), asked.now)
    tallies = counted(work.connection, asked.frame(district), "unit")
    return {"report": made, "whistled": together(tallies.values()).rate("whistled"),
            "rates": [made.all.rate(one) for one in MEASURES], "kinds": KINDS,
            "url": asked.behind("whistle.called"), "absent_url": asked.behind("whistle.absent"),
            "got_url": asked.behind("got.whistled"), "of_url": asked.behind("of.whistled"),
            "tables": [_units(district, asked, made), _streets(district, made)]}  # fmt: skip


def _answers(work: Work, district: District, asked: Asked) -> list[Answer]:
    return answers(work.connection, asked.frame(district))


def _called(district: District, unit: str) -> str:
    found = district.units.get(unit)
    return found.name if found else unit


def _units(district: District, asked: Asked, made: Report) -> Table:
    plain = heads("单位", "叫到", "其中牵头")
    rest = heads("没有到", "定了不用来", "街道评分")
    table = Table("whistled_units", "按被叫的单位",
                  (*plain, rate_head(ACK.name), rate_head(COME.name), *rest),
                  note=UNITS_NOTE)  # fmt: skip
    most = sorted(made.units.items(), key=lambda one: (-len(one[1].absent), -one[1].called, one[0]))
    for unit, own in most:
        url = asked.behind("whistle.called", key=unit)
        absent = asked.behind("whistle.absent", key=unit)
        table.rows.append((
            Cell(_called(district, unit)), count_cell(own.called, url), count_cell(own.lead),
            rate_cell(own.rate(ACK), "", url), rate_cell(own.rate(COME), "", url),
            count_cell(len(own.absent), absent, "red"), count_cell(own.excused),
            Cell(mean(own.scores))))  # fmt: skip
    return table


def _streets(district: District, made: Report) -> Table:
    names = ("谁吹的", "一共", *KINDS.values(), "撤了的", "单位评分")
    table = Table("whistled_streets", "按吹哨的街道", heads(*names), note=STREETS_NOTE)
    for street, own in sorted(made.streets.items(), key=lambda one: (-one[1].all, one[0])):
        table.rows.append((
            Cell(_called(district, street)), count_cell(own.all),
            *(count_cell(len(own.kinds[kind])) for kind in KINDS), count_cell(len(own.off)),
            Cell(mean(own.scores))))  # fmt: skip
    return table


def behind(work: Work, district: District, asked: Asked, what: tuple[str, str]
           ) -> Select[tuple[str]]:  # fmt: skip
    """The tickets behind a count: of all whistles, or of those a unit did not come to."""
    rest, unit = what
    found = _answers(work, district, asked)
    return tickets_of(one.whistle for one in found if not unit or one.unit == unit
                      if rest != "absent" or one.absent(asked.now))  # fmt: skip

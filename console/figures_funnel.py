"""The bot's funnel by channel: how far reports come, where people stop, how long they wait."""

from __future__ import annotations

from typing import Any

from console.figures_asked import Asked
from console.figures_drawn import narrowing
from console.figures_table import Cell, Table, count_cell, heads
from console.words import CHANNELS
from grid.district import District
from grid.figures import PEOPLE
from grid.figures_funnel import Funnel, share, waited
from integrations.sql.counting_more import funnels
from integrations.sql.store import Work

QUESTIONS = {
    "sure": "看了汇总卡片，没有提交", "kind": "是哪一类问题", "where": "在什么地方",
    "place": "在什么地方", "detail": "说说情况", "privacy": "要不要保密",
    "join": "跟进附近同样的事",
    "phone": "留不留电话", "change": "改哪一项", "": "没有在问什么",
}  # fmt: skip
FLOWS = {"report": "反映问题", "leave_phone": "留电话", "mediate": "申请调解",
         "safety": "问是否安全", "resume": "接着上次的", "": "说完了"}  # fmt: skip
NOTE = ("从一个人开口，到24小时没有再说话，算一次对话；2小时没有再说话的，才算停在哪一问。"
        "只记走到哪一步，不记说了什么；选了“只咨询不留信息”的不算。")  # fmt: skip


def funnel(work: Work, district: District, asked: Asked) -> dict[str, Any]:
    """All channels together, and each."""
    found = funnels(work.connection, asked.frame(district))
    whole = Funnel()
    for one in found.values():
        whole.add(one)
    steps = [("开始的对话", whole.visits), ("反映了问题", whole.reports),
             ("看到汇总卡片", whole.cards), ("提交登记", whole.confirmed)]  # fmt: skip
    return {"whole": whole, "waited": _waited(whole), "note": NOTE,
            "drawing": narrowing(steps) if whole.visits else "",
            "tables": [_channels(found, whole), _left(district, whole)]}  # fmt: skip


def _channels(found: dict[str, Funnel], whole: Funnel) -> Table:
    names = ("渠道", "对话", "机器人自己办完", "反映问题", "到卡片", "提交", "提交率",
             "没听懂的话", "卡片上改过", "要找人工", "没等到人", "等待（一半／九成以内）",
             "坐席改过类别")  # fmt: skip
    table = Table("channels", "按渠道", heads(*names))
    rows = sorted(found.items(), key=lambda one: -one[1].visits)
    for channel, one in rows:
        table.rows.append(_channel(CHANNELS.get(channel, channel), one))
    if len(rows) > 1:
        table.rows.append(_channel("合计", whole))
    return table


def _channel(name: str, one: Funnel) -> tuple[Cell, ...]:
    return (Cell(name), count_cell(one.visits), Cell(share(one.alone, one.visits)),
            count_cell(one.reports), count_cell(one.cards), count_cell(one.confirmed),
            Cell(share(one.confirmed, one.reports)), Cell(share(one.missed, one.turns)),
            Cell(share(one.corrected, one.cards)), count_cell(one.queued),
            count_cell(one.never_came), Cell(_waited(one)),
            Cell(share(one.resorted, one.tickets)))  # fmt: skip


def _waited(one: Funnel) -> str:
    found = waited(one.waits)
    return "—" if found is None else " ／ ".join(_span(seconds) for seconds in found)


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    if not minutes:
        return "不到1分钟"
    return f"{minutes}分钟" if minutes < 60 else f"{minutes // 60}小时{minutes % 60}分"


def _left(district: District, whole: Funnel) -> Table:
    table = Table("left", "停在哪一问（反映了问题，没有提交）", heads("在做什么", "停在", "次数"))
    few = 0
    for (flow, question), count in whole.left.most_common():
        if count < PEOPLE:
            few += count
            continue
        slot = district.slots.get(question)
        asked = slot.label if slot else QUESTIONS.get(question, question)
        table.rows.append((Cell(FLOWS.get(flow, flow)), Cell(asked), count_cell(count)))
    if few:
        table.rows.append((Cell("其他"), Cell(f"各不足{PEOPLE}次的合在一起"), count_cell(few)))
    return table

"""How the house runs, in the words of a city's administrator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from console.running_parts import Standing
from console.words import CHANNELS, DUES, span
from grid.calendar import SHANGHAI, WorkingCalendar
from integrations.sql.watch import Broken, Traffic, Waiting

LATE = timedelta(minutes=10)
SLOW = timedelta(minutes=2)  # a message not answered for so long, a letter not sent
TIGHT, FULL = 5 * 1024**3, 1024**3  # bytes free
OLD_BACKUP = timedelta(days=2)
SILENT = ("office", "phone", "terminal")
"""Contacts that are no channels of residents'."""

DUE_WORDS = {
    **DUES, "still_there": "再问一次是否安全", "review_late": "提醒负责人定",
    "page": "呼叫值守人员", "alert_silence": "没有回答安全与否时呼叫", "case_time": "通知调解时间",
    "case_word": "通知当事人", "facts": "问居民缺的情况", "facts_silent": "居民没有补充时继续办",
    "free_hold": "放开占用的时间", "return_decision": "退回没有按时定",
    "co_late": "协办没有按时回复", "morning": "早上的超期清单",
    "extension": "延期没有按时定", "suspension": "挂账没有按时定",
    "contact_late": "提醒首次联系", "light": "亮灯和催办",
    "grid_first": "网格时限到了上推", "duty_word": "通知承办人员", "time_silent": "改期没有答复",
    "limit_end": "调解期限到了", "nudge": "提醒居民接着说", "session_survey": "调解后的回访",
    "relation_check": "问两家关系怎么样", "limit_remind": "调解期限提醒",
    "panel_word": "通知调解席人员", "panel_now": "通知调解席人员", "panel_check": "核对送到没有",
    "reach_over": "联系不上对方，到期结束", "case_risk": "有人身危险，停下见面",
    "survey_call": "没有评价的，打电话问一问",
    "case_danger": "说到危险，看有没有调解", "case_mistake": "说错了，没有危险",
    "alone_over": "久不说话时结束单独说话", "recording_over": "录音录像保管到期",
    "held_silent": "坐席久不回话时放开对话", "held_idle": "久无话时交还机器人",
    "held_over": "交班转接", "group": "看有没有多人反映同一类事", "sign_timeout": "签字到期",
    "confirm_ask": "问要不要司法确认", "confirm_remind": "司法确认期限提醒",
    "routes": "告知别的途径", "draft_expiry": "没提交的到期", "draft_purge": "清除没提交的",
    "hold_expiry": "占用的时间到期",
    "whistle_ack": "哨没有按时确认", "whistle_come": "哨没有按时报到",
    "whistle_plan": "攻坚哨没有方案", "whistle_rate": "吹哨互评到期",
    "whistle_ticket": "工单办结后看要不要撤哨",
}  # fmt: skip
"""What a due action does, beside those a ticket's page names."""

ERRORS = {
    "OperationalError": "数据库出错", "IntegrityError": "数据对不上", "DataError": "数据对不上",
    "TimeoutError": "等得太久", "OSError": "文件或磁盘出错", "FileNotFoundError": "文件不在了",
    "PermissionError": "文件没有权限", "ConnectError": "连不上", "KeyError": "程序缺陷",
    "ValueError": "程序缺陷", "TypeError": "程序缺陷", "AttributeError": "程序缺陷",
    "IndexError": "程序缺陷", "AssertionError": "程序缺陷", "RuntimeError": "程序缺陷",
}  # fmt: skip

SETTLED = {
    ("due", "again"): "再试了一次", ("due", "by_hand"): "已人工处理",
    ("inbox", "again"): "重新处理了消息", ("inbox", "person"): "转给了人工",
    ("letter", "rung"): "联系了送不到的居民",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """What the store says of itself."""

    traffic: dict[str, Traffic] = field(default_factory=dict)
    unanswered: Waiting = field(default_factory=Waiting)
    late: Waiting = field(default_factory=Waiting)
    parked: list[Broken] = field(default_factory=list)
    failed: list[Broken] = field(default_factory=list)
    size: int = 0


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One channel's row on the page."""

    name: str
    words: str
    on: bool
    trouble: str
    traffic: Traffic


def channel_words(name: str) -> str:
    """A channel by its name."""
    return CHANNELS.get(name, "邮件" if name == "mail" else name)


def error_words(error: str) -> str:
    """The kind of an error; its name stays for who mends the program."""
    return f"{ERRORS.get(error, '出错')}（{error}）" if error else "原因没有记下来"


def due_words(what: str) -> str:
    """What a due action would have done."""
    return DUE_WORDS.get(what, f"内部事项（{what}）")


def channel_lines(standing: Standing, traffic: dict[str, Traffic]) -> list[ChannelLine]:
    """Every channel that is on, and those that are not but were used."""
    names = [*standing.channels, *(n for n in traffic if n not in standing.channels)]
    return [ChannelLine(n, channel_words(n), n in standing.channels,
                        standing.channels.get(n, ""), traffic.get(n, Traffic()))
            for n in names if n not in SILENT or n in standing.channels]  # fmt: skip


def troubles(standing: Standing, found: Figures, now: datetime) -> list[str]:
    """What is wrong and what to do, the gravest first; empty when all is well."""
    return [*_of_disk(standing), *_of_channels(standing, found, now), *_of_work(found, now),
            *_of_engine(standing, now)]  # fmt: skip


def _of_disk(standing: Standing) -> Iterator[str]:
    if standing.broken:
        yield "新来的消息存不下来：数据库和应急文件都写不进去。请马上看磁盘和数据库。"
    elif standing.spool:
        yield "数据库停过，有消息还在应急文件里，数据库恢复后会自动补上。"
    if 0 <= standing.free < FULL:
        yield f"磁盘只剩{room(standing.free)}，快写满了。请马上清理或扩容。"
    elif 0 <= standing.free < TIGHT:
        yield f"磁盘只剩{room(standing.free)}，请安排清理或扩容。"


def _of_channels(standing: Standing, found: Figures, now: datetime) -> Iterator[str]:
    for line in channel_lines(standing, found.traffic):
        waiting = line.traffic.waiting
        if line.trouble:
            yield f"{line.words}出了问题：{line.trouble}"
        if not line.on and waiting.count:
            yield f"{line.words}没有开，还有{waiting.count}条话等着发。三天发不出就放弃。"
        elif waiting.since and now - waiting.since > SLOW:
            yield f"{line.words}有话发不出去，等得最久的已经{span(now - waiting.since)}。"


def _of_work(found: Figures, now: datetime) -> Iterator[str]:
    if (since := found.unanswered.since) and now - since > SLOW:
        yield f"有居民的消息还没有回答，等得最久的已经{span(now - since)}。请看服务是不是卡住了。"
    if (since := found.late.since) and now - since > LATE:
        yield f"到点该办的事迟了{span(now - since)}。请看服务是不是卡住了。"
    if found.failed:
        yield f"有{len(found.failed)}件到点该办的事多次没有做成，要人工处理，见下面。"
    if found.parked:
        yield f"有{len(found.parked)}条居民的消息系统没能处理，见下面。"


def _of_engine(standing: Standing, now: datetime) -> Iterator[str]:
    engine = standing.engine
    if engine.trouble:
        yield f"选定的模型用不了：{engine.trouble}"
    if not engine.model:
        yield "没有模型，只按关键词听。请运行 fengqiao train。"
    if engine.rasa.get("failed", 0) + engine.rasa.get("skipped", 0):
        gone = engine.rasa["failed"] + engine.rasa["skipped"]
        yield f"Rasa 有{gone}次没有答上，改用了自己的模型。"
    if standing.backup and now - standing.backup > OLD_BACKUP:
        yield f"上次备份已经是{span(now - standing.backup)}以前。请运行 fengqiao backup。"


def room(count: int) -> str:
    """Bytes of a disk."""
    return f"{count / 1024**3:.1f}GB" if count >= 1024**3 else f"{count / 1024**2:.0f}MB"


def year_lines(calendar: WorkingCalendar, now: datetime) -> list[tuple[int, bool]]:
    """This year and the next, and whether they have a table of holidays."""
    year = now.astimezone(SHANGHAI).year
    return [(one, one in calendar.known) for one in (year, year + 1)]

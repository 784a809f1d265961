"""The console's Chinese: states, acts, moves, times and masked names, as staff read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from followup.survey import QUESTIONS
from grid.calendar import SHANGHAI
from grid.tickets import STATE_WORDS, State
from grid.whistles import CALLED_WORDS, STATES
from integrations.seal import masked_phone
from mediation.case import CHINESE, Stage

ACT_WORDS = {
    "report": "反映问题", "progress": "问进度", "urge": "催办", "supplement": "补充",
    "withdraw": "撤回", "mediate": "要调解", "consult": "咨询", "human": "找人工",
    "affirm": "肯定", "deny": "否定", "correct": "更正", "cancel": "取消", "help": "求助用法",
    "greet": "问候", "thanks": "道谢", "abuse": "骂人", "praise": "表扬", "suggest": "建议",
    "rate": "评价", "reschedule": "改时间", "tip_off": "举报", "other": "其他",
}  # fmt: skip

DANGER_WORDS = {
    "fire": "火情", "gas": "燃气", "electric_shock": "触电", "trapped": "被困", "violence": "暴力",
    "domestic_violence": "家庭暴力", "self_harm": "自伤", "medical": "急病", "collapse": "坍塌",
    "mass_incident": "群体事件", "fraud_now": "正在被骗", "child_danger": "儿童受害",
    "missing_person": "走失", "hazard_chem": "危化品", "any": "危险", "return": "紧急件退回",
    "unsigned": "紧急件没有签收", "whistle": "吹哨没有人应",
}  # fmt: skip

MOVES = {
    "submit": "登记", "accept": "受理", "dispatch": "派遣", "answer": "答复", "join": "有人跟进",
    "add": "补充", "urge": "催办", "withdraw": "撤回", "leave": "诉求人退出", "correct": "更正",
    "phone": "留电话", "call_back": "需要回电", "forward": "转办", "rate_ok": "评价通过",
    "no_answer": "无人评价，按时办结", "rate_bad": "没解决，重办", "redispatch": "重新派遣",
    "third_unsolved": "第三次没解决，交中心", "uphold": "维持结论", "reopen": "重新打开",
    "archive": "归档", "sign": "签收", "done": "办完", "check_pass": "核查通过",
    "check_fail": "核查不通过", "reject": "不予受理",
    "merge": "并案", "take_in": "并进来", "let_go": "拆出去", "split": "拆开并案",
    "split_unsorted": "拆开并案", "regroup": "改并", "answer_with": "一起答复",
    "asked_elsewhere": "凭编号和电话尾号问进度", "coordinate": "交中心裁定",
    "request_return": "申请退回", "approve_return": "同意退回", "deny_return": "不同意退回",
    "auto": "自动交中心裁定", "designate": "中心裁定", "reroute": "改派",
    "co_asked": "请协办", "co_replied": "协办回复", "co_dropped": "不用协办",
    "co_late": "协办没有回复",
    "suspend": "挂账", "resume": "恢复办理", "request_suspension": "申请挂账",
    "deny_suspension": "不同意挂账",
    "emergency_transfer": "转应急", "need_check": "先核实", "allow_mediation": "准予调解",
    "request_extension": "申请延期", "grant": "同意延期", "deny_extension": "不同意延期",
    "ask_resident": "问居民", "resident_answered": "居民补充了情况",
    "resident_silent": "居民没有回复", "unname": "改为匿名",
    "recount": "按新的放假安排重算期限",
    "called": "联系居民", "nudge": "自动催办", "supervise": "督办", "push_up": "上推",
    "plan": "研究部署", "stage": "阶段情况", "reopen_review": "重新打开，交中心",
    "whistle": "吹哨", "whistle_called": "哨里再叫单位", "whistle_acked": "确认去",
    "whistle_declined": "说来不了", "whistle_ruled": "定来不来", "whistle_arrived": "报到",
    "whistle_late": "哨没有人应", "whistle_handled": "哨的结果", "whistle_off": "撤哨",
    "whistle_rated": "互评",
}  # fmt: skip

WHISTLE_MOVES = {
    "blow": "吹哨", "call_unit": "再叫一个单位", "ack": "确认去", "decline": "说来不了",
    "insist": "定：还是要来", "excuse": "定：不用来", "arrive": "报到", "note": "日志",
    "plan": "方案", "late": "没有应", "handle": "结果", "call_off": "撤哨", "judge": "互评",
}  # fmt: skip
"""Moves of a whistle, in its joint log."""

LETTERS = {"waiting": "等待发送", "sent": "已送出", "failed": "没有送到", "dropped": "没有发出",
           "unreachable": "渠道不可达", "erased": "已删除"}  # fmt: skip

DUES = {
    "survey": "满意度回访", "survey_reminder": "回访提醒", "survey_close": "回访截止",
    "call_back": "人工回电", "archive": "归档", "relapse_check": "问有没有反弹",
    "rated": "评价后办结", "tell": "通知居民", "case_expiry": "等候答复截止",
    "case_room": "开调解室",
    "offer_mediation": "问居民愿不愿意调解",
    "suspension_over": "挂账再看一次", "suspension_look": "挂账满月查看",
}  # fmt: skip

CHANNELS = {"telegram": "Telegram", "web": "网页", "wechat": "微信", "terminal": "终端",
            "office": "内部", "phone": "电话"}  # fmt: skip

ALERTS = {"asked": "已问居民是否安全", "paging": "正在呼叫值守人员", "acked": "已有人接手",
          "safe": "居民说安全", "mistake": "误报", "danger": "居民说有危险"}  # fmt: skip

AUDIT = {
    "user_add": "建账号", "user_off": "停用账号", "user_on": "启用账号",
    "user_password": "改密码", "login": "登录", "login_failed": "登录失败",
    "logs_saved": "导出日志", "talk": "看对话", "reply": "回复",
    "take": "接手对话", "give_back": "交还机器人", "ticket": "看工单", "answer": "录入答复",
    "allow": "准予调解", "sort": "研判分类", "return": "申请退回", "dispatch": "改派",
    "deny": "不同意退回", "centre": "交中心裁定", "rule": "裁定", "recategorise": "改类别",
    "sign": "签收", "done": "报办结", "extend": "申请延期", "extension": "定延期", "check": "核查",
    "suspend": "定挂账", "suspension": "申请挂账", "resume": "恢复办理",
    "reject": "不予受理", "rescue": "转应急", "verdict": "记居民评价", "reinspect": "复查重开",
    "help": "请协办、撤协办", "helped": "看协办、回复协办",
    "redo": "派重办", "call": "登记回电", "contact": "记首次联系", "push": "上推",
    "supervise": "督办", "review": "定没解决的", "hand_over": "交班",
    "noticed": "看待办", "progress": "报进展", "ask": "问居民",
    "words": "看未遮盖的原话", "holidays": "录入放假安排",
    "edition": "改区划资料", "published": "发布区划资料", "took_back": "退回旧版区划资料",
    "roster": "看人员电话", "mend": "处理运行问题",
    "identity": "看诉求人身份", "phone": "看完整电话", "file": "看附件",
    "case": "看调解", "handover": "看交接页", "invite": "生成邀请", "deliver": "登记送达",
    "mediator": "调解员答复", "alone": "单独说话", "recording": "看录音录像放在哪里",
    "find": "按电话找", "export": "导出、打印名单",
    "enter": "代录", "merge": "并案", "unmerge": "拆开并案",
    "correct": "改理解结果", "teach": "审更正", "alert": "接手警情",
    "whistle": "看吹哨", "blow": "吹哨", "whistle_unit": "应哨、报到", "whistle_street": "办吹哨",
    "hotspot": "处理热点", "figures": "导出数据",
    "gaps": "看答不上的问题", "logs": "看日志", "clock": "拨演示时钟",
}  # fmt: skip


NOTICES = {
    "new": "派来的", "urged": "居民催办", "nudged": "催办", "supervised": "督办",
    "unsolved": "没有解决", "review": "等负责人定", "review_late": "没有按时定",
    "call_late": "没有按时联系", "group": "多人反映同一类事",
    "unsorted": "待研判", "returning": "申请退回", "ruling": "等中心裁定",
    "extending": "申请延期", "check": "等核查",
    "co_asked": "请您协办", "co_replied": "协办", "co_late": "协办没有回复",
    "morning": "超期清单",
    "hotspot": "热点", "suspension": "挂账", "ended": "不用再办", "ring": "请打电话告知",
    "whistle": "吹哨", "whistle_late": "哨没有人应", "whistle_declined": "说来不了",
    "whistle_ruled": "定来不来", "whistle_off": "撤哨", "whistle_rate": "请互评",
    "looked": "看了举报人身份",
}  # fmt: skip
"""What a desk is told of."""


TAUGHT = {
    "open": "待审", "accepted": "已采用", "rejected": "不采用", "replaced": "已有新的更正",
    "kept": "只作记录，不进训练", "private": "涉密，不进训练", "erased": "原话已删除",
}  # fmt: skip
"""What has become of a correction."""

RATED = {str(key): words for question in QUESTIONS[::2] for key, words in question.options.items()}
"""Of the survey's answers those kept as codes: solved or not, and what was bad."""


STAFF_STATES = {
    "return_pending": "单位申请退回，等派单员定", "coordinating": "等中心裁定由谁承办",
    "suspended": "挂账", "rejected": "不予受理", "transferred": "已转应急",
}  # fmt: skip
"""States of which staff want to read whose turn it is."""


def moment(at: datetime | str | None) -> str:
    """11月24日 14:05 in Shanghai time; staff want minutes, not parts of the day."""
    if not at:
        return "—"
    local = (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def span(length: timedelta) -> str:
    """How long, in the largest unit that says enough."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes}分钟"
    return f"{minutes // 60}小时{minutes % 60}分" if minutes < 48 * 60 else f"{minutes // 1440}天"


def state(kept: str) -> str:
    """A ticket's state; what residents read of themselves is said of them."""
    if kept in STAFF_STATES:
        return STAFF_STATES[kept]
    return STATE_WORDS.get(State(kept), kept).replace("您", "居民")


def stage(kept: str) -> str:
    """A case's stage."""
    return CHINESE.get(Stage(kept), kept)


def size(count: int) -> str:
    """Bytes as people read them."""
    return f"{count / 1024 / 1024:.1f}MB" if count > 1024 * 1024 else f"{max(1, count // 1024)}KB"


def _looked_up(table: dict[str, str]) -> Callable[[Any], str]:
    return lambda key: table.get(str(key), str(key))


def spoke(heard: Mapping[str, Any]) -> list[str]:
    """The words that spoke for the category; those of the place say nothing of the matter."""
    place = (heard.get("spot") or {}).get("text", "")
    return [word for word in heard.get("why") or () if word not in place]


def meant(now: str, catalogue: Mapping[str, Any]) -> str:
    """A corrected value: a category with its name, an act in words, a fact as it is."""
    found = catalogue.get(now)
    return f"{now} {found.name}" if found else ACT_WORDS.get(now, now)


FILTERS: dict[str, Callable[..., Any]] = {
    "moment": moment, "span": span, "state": state, "stage": stage, "size": size,
    "masked": masked_phone, "percent": lambda share: f"{share:.0%}",
    "url": lambda text: quote(str(text), safe=":"),
    "act": _looked_up(ACT_WORDS), "danger": _looked_up(DANGER_WORDS), "move": _looked_up(MOVES),
    "letter": _looked_up(LETTERS), "due": _looked_up(DUES), "alert": _looked_up(ALERTS),
    "whistled": _looked_up({str(key): words for key, words in STATES.items()}),
    "called": _looked_up({str(key): words for key, words in CALLED_WORDS.items()}),
    "rated": _looked_up(RATED), "channel": _looked_up(CHANNELS), "audit": _looked_up(AUDIT),
    "notice": _looked_up(NOTICES), "taught": _looked_up(TAUGHT), "meant": meant,
}  # fmt: skip

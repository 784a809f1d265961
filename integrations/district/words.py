"""The words of the tables, as an office writes them, and what they mean to the program."""

from __future__ import annotations

LEVELS = {
    "区": "district", "县": "district", "街道": "street", "镇": "street", "乡": "street",
    "社区": "community", "村": "community", "网格": "grid", "微网格": "micro_grid",
}  # fmt: skip
KINDS = {
    "区域": "area", "部门": "department", "委员会": "committee", "执法队伍": "enforcement",
    "巡查队伍": "patrol", "中心": "centre",
}  # fmt: skip
LAYERS = {"基础": "basic", "专业": "professional"}
PLACE_KINDS = {
    "小区": "estate", "村": "village", "道路": "road", "学校": "school", "市场": "market",
    "公园": "park", "地标": "landmark", "单位": "office", "医院": "hospital", "商场": "mall",
    "车站": "station", "停车场": "car_park", "楼栋": "building",
}  # fmt: skip
HANDLING = {
    "网格": "grid", "社区": "community", "街道": "street", "区部门": "district",
    "综合执法": "enforcement",
}  # fmt: skip
SLA = {each: each for each in ("E0", "E1", "U2", "N3", "C4", "Q", "M", "R", "J")}
MEDIABLE = {"可以": "allowed", "有条件": "conditional", "不可以": "forbidden"}
CONFIDENTIAL = {"普通": "normal", "敏感": "medium", "高敏": "high"}
ROLES = {
    "巡查员": "patroller", "网格长": "grid_head", "社区工作人员": "community",
    "街道工作人员": "street", "承办人": "unit_handler", "单位负责人": "unit_leader",
    "核查员": "verifier",
    "派单员": "dispatcher", "中心领导": "centre_leader", "调解员": "mediator", "律师": "lawyer",
    "法官": "judge", "调委会管理员": "committee_admin", "热线坐席": "hotline_staff",
    "值班": "duty", "督导员": "supervisor", "辅警": "auxiliary", "志愿者": "volunteer",
}  # fmt: skip
REPLY_WHERE = {"对话": "talk", "答复": "answer"}
PHONES = {
    "热线": "hotline", "燃气抢修": "gas", "电梯救援": "lift", "供水抢修": "water",
    "供电抢修": "power", "值班电话": "duty", "法律援助": "legal_aid",
}  # fmt: skip
POLICIES = {  # name in policies.yaml → field of grid.policies.Policies
    "安静时段": "quiet", "安静日子": "quiet_days", "最多追问": "slots_max", 
    "草稿提醒": "draft_reminder",
    "接待不回话": "held_silent", "接待无话": "held_idle",
    "草稿失效": "draft_expiry", "草稿清除": "draft_purge", "网格先办": "grid_first",
    "网格先办(紧急)": "grid_first_urgent", "退单上限": "return_max", "重办上限": "redo_max",
    "部署": "plan", "部署(紧急)": "plan_urgent", "阶段反馈": "stage",
    "阶段反馈(紧急)": "stage_urgent", "黄灯": "yellow", "催办点": "nudges",
    "重新打开": "reopen", "归档": "archive", "并案时间": "merge_window",
    "群体预警件数": "group_tickets", "群体预警人数": "group_people",
    "退回申请": "return_window", "退回申请(快办)": "return_window_fast",
    "退回申请(紧急)": "return_window_urgent", "退回申请(信访)": "return_window_petition",
    "定退不退": "return_decide", "定退不退(紧急)": "return_decide_urgent",
    "退回后改派": "return_dispatch", "退回后改派(紧急)": "return_dispatch_urgent",
    "开协调会": "return_meet", "开协调会(紧急)": "return_meet_urgent",
    "中心裁定": "return_rule", "中心裁定(紧急)": "return_rule_urgent",
    "研判": "sort", "签收": "sign", "签收(快办)": "sign_fast", "签收(紧急)": "sign_urgent",
    "核查": "check", "核查(紧急)": "check_urgent", "等居民补充": "facts_wait",
    "协办回复": "help", "协办回复(紧急)": "help_urgent",
    "挂账最长": "suspend_max", "挂账查看": "suspend_look",
    "应急哨确认": "whistle_ack", "执法哨确认": "whistle_ack_joint",
    "攻坚哨确认": "whistle_ack_tough", "应急哨到场": "whistle_come",
    "执法哨到场": "whistle_come_joint", "攻坚哨开会": "whistle_meet",
    "攻坚哨方案": "whistle_plan", "吹哨互评": "whistle_rate",
    "满意度回访": "survey_after", "满意度回访(脱险后)": "survey_after_safe",
    "回访提醒": "survey_reminder", "电话回访": "survey_call",
    "电话回访抽样": "survey_sample", "回访截止": "survey_close", "电话回访次数": "call_tries",
    "主动消息上限": "proactive_max", "主动消息周期": "proactive_window",
    "预约提前": "booking_lead", "预约提前(各方同意)": "booking_lead_agreed",
    "预约范围": "booking_horizon", "选时间保留": "hold", "各方确认": "confirm",
    "开场提醒": "reminders", "改期上限": "reschedule_max", "改期截止": "reschedule_until",
    "签字期限": "signing", "司法确认法院": "court", "司法确认窗口": "court_window",
    "登录尝试": "login_tries", "登录锁定": "lock",
    "闲置退出": "idle",
}  # fmt: skip
WORKING_HOURS = "工作时间"
STANDARD = {  # how many categories the standard catalogue has under each first-level code
    "01": 7, "02": 10, "03": 9, "04": 9, "05": 10, "06": 6, "07": 8, "08": 13, "09": 11,
    "10": 10, "11": 12, "12": 10, "13": 5,
}  # fmt: skip

"""What we say, by key; a district's wording.yaml may replace any sentence.

Tone (E.3, E.4): 您, absolute dates, no office jargon, no blame, no promise that is not ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter

from dialogs.wording_danger import DANGER
from dialogs.wording_desk import DESK
from dialogs.wording_duties import DUTIES
from dialogs.wording_knowledge import KNOWLEDGE
from dialogs.wording_mediation import MEDIATION
from dialogs.wording_turns import TURNS
from dialogs.wording_units import UNITS

SENTENCES: dict[str, str] = {
    **DANGER,
    # -- first contact
    "introduction": "您好，我是{district}网格小助手，是自动应答的程序（由计算机自动生成的回复）。您说的话会保存{days}天，登记成工单的保存{years}年，只用来办您的事。随时可以回“转人工”找工作人员；只想问问、不想留信息，回“只咨询不留信息”。着火、漏气、有人受伤，请先打119、110、120。",
    "welcome": "您好。遇到什么烦心事，直接用平常话告诉我就行，比如“楼下垃圾没人清”。",
    "help": "您可以这样跟我说：\n· 直接说问题，比如“幸福里3号楼楼道灯坏了”\n· 问进度：“我那个垃圾的事怎么样了”\n· 补充、催办、撤回：直接说就行\n· 邻里矛盾想请人调解：“想申请调解”\n· 说错了：“不是三号楼，是五号楼”；“返回”上一步；“取消”不报了\n· “我的信息”看看留了什么；“转人工”找工作人员",
    "thanks": "不客气，应该的。还有事随时跟我说。",
    "greet_open": "您好，我在。",
    "thanks_open": "不客气。",
    "fine": "好的。",
    "fine_open": "好的。已经登记的事照常办；要是已经好了、不用办了，回“撤回”就行。",
    "missed_english": "对不起，我只看得懂中文。Sorry, I only read Chinese: please write in Chinese, or call 12345. In danger call 110, 119 or 120.",
    # -- steering
    "back_to": "我们接着说刚才的事。",
    "cancelled": "好的，刚才的没有提交。想说的时候随时再说。",
    "dropped": "好的，这个先不管了。",
    "restarted": "好的，我们从头来。请直接说是什么事。",
    "nothing_to_cancel": "现在没有要取消的内容。已经登记的事想撤回，回“撤回”就行。",
    "nothing_before": "前面没有可以返回的问题了。",
    "corrected": "已改：{label}是{value}。",
    "unnamed": "好的，匿名反映：不留名字，不用留电话，被反映的一方只看到整理过的事情经过。",
    "nothing_told": "还没说是什么事，说了就能登记。",
    "noted": "好的，这一点记下了。",
    "another_part": "好的，记成第{n}件，一起登记。",
    "no_such_part": "一共记了{all}件，没有第{n}件，都还留着。",
    "part_dropped": "好的，第{n}件不登记了。",
    "no_hurry": "不急，您慢慢来。",
    "instead": "好的，刚才那件先不登记，说这一件。",
    "both_kinds": "好的，分成{n}件一起登记：{kinds}。",
    "missed": "不好意思，我没听明白。请用一两句话说说：在哪儿、什么东西、怎么了。找工作人员回“转人工”。",
    "missed_again": "我还是没听懂。您可以换个说法，比如“人民路的路灯不亮”；想问进度就说“查进度”；或者回“转人工”，请工作人员来看。",
    "missed_open": "不好意思，没听明白。",
    "missed_open_again": "我换个问法，您也可以直接回选项前面的数字；找工作人员回“转人工”。",
    "option_gone": "这一项刚刚没有了，请另选一个。",
    "stale_button": "这个按钮已经过期了。",
    "stale_button_ticket": "这个按钮已经过期了。{no}现在的情况：{state}。",
    "why_default": "问这个是为了让负责的人一次就找对地方、办对事。不方便说可以回“跳过”或“转人工”。",
    "why_nothing": "我现在没有在问什么。有事请直接说。",
    "sticker": "收到您的表情了。有什么事要反映，请用文字说一两句。",
    "sticker_open": "收到您的表情了。",
    "kept_photo": "照片收到了。",
    "kept_voice": "语音收到了，会留给工作人员听。我现在还听不懂语音，请再用文字说一句要点。",
    "kept_video": "视频收到了，会留给工作人员看。请再用文字说一句要点。",
    "added_photo": "照片收到了，已经放到{no}里，负责的单位看得到。要是另一件事，直接说是什么事。",
    "added_voice": "语音收到了，已经放到{no}里，留给工作人员听。我现在还听不懂语音，请再用文字说一句要点。",
    "unreadable": "这个我打不开。有什么事，请用文字说一两句，也可以发照片。",
    "added_video": "视频收到了，已经放到{no}里，留给工作人员看。",
    "unreadable_file": "这种文件我打不开，没有收下。是材料的话，请拍成照片发来。",
    "unreadable_contact": "这像是别人的名片，我没有保存。要留您自己的电话，直接发号码就行。",
    "nudge": "刚才的事还没有提交，我给您留着。方便的时候接着说就行。",
    "draft_offer": "您之前说过“{text}”，还没有登记。要接着反映吗？",
    "draft_dropped": "好的，那一段不登记了。",
    "draft_gone": "您之前没有提交的内容已经过了保存期，没有了；要反映请再说一次。",
    "abused": "我知道您憋了一肚子火。事情我接着办，咱们慢慢说清楚，好吗？想跟真人说，回“转人工”。",
    "abused_again": "请您先消消气，再骂下去事情就没法往下办了。您直接说是什么事，我马上登记；找真人回“转人工”。",
    "paused": "我们先歇一歇，{time}以后再接着说。有危险随时说，我都在；也可以直接打12345。",
    "goodbye": "再见。屏幕上的内容已经收起来了。",
    "goodbye_unsent": "再见。刚才的还没有提交，给您留着，想接着说回“继续”。屏幕上的内容已经收起来了。",
    # -- privacy
    "forgotten": "好的，刚才说的内容已经删除，接下来我也不留您说的话。您尽管问；要登记事情的时候再告诉我。",
    "forgetful": "这件事登记了才能办，登记就要留下您说的话。愿意的话回“可以留”，再说一遍；只想问问，可以打12345，或者回“转人工”。",
    "remembering": "好的，从现在起我会记下您说的话。请说是什么事。",
    "stopped_surveys": "好的，以后不再请您评价。您反映的事有进展还是会告诉您；连进展也不要，回“全部停止”；又想收了，回“恢复通知”。",
    "stopped_blows": "好的，以后不再请您评价，也不再为评价打电话。要是您说的是有人在打人，马上打110，或者告诉我出了什么事。",
    "stopped_all": "好的，以后不再主动给您发消息。想知道进展，随时来问；又想收了，回“恢复通知”。",
    "hears_again": "好的，有进展会再告诉您。都不要了，回“全部停止”。",
    "pin_set": "查看码设好了。以后在这台设备上看以前的对话，要先输入它。",
    "pin_how": "查看码是4到8位数字。比如回“设置查看码 4711”，换成您自己的数字。",
    "id_hidden": "证件号、银行卡号不用发在聊天里，我已经替您隐藏了，没有保存。",
    "mine": "您在这里的信息：\n· 登记的事：{tickets}件（保存{years}年）\n· 聊天记录：{messages}条（保存{days}天）\n· 电话：{phone}\n· 查看码：{pin}\n要做什么？",
    "copy_sent": "〔已把您的资料副本发给您，内容只有您看得到〕",
    "sure_erase": "聊天记录和没提交的内容会马上删除；已经登记的工单要依法保存，到期再隐去您的身份。确定删除吗？",
    "erased": "聊天记录已经删除。工单还在办，到期会隐去您的身份；有疑问回“转人工”。",
    "ask_phone": "要不要留个电话？工作人员有事能直接联系您，对方看不到。直接发号码，不留也没关系。",
    "ask_new_phone": "新的号码直接发给我就行；想删掉原来的，回“不留”。",
    "ask_phone_again": "发11位手机号就行，比如1开头的号码；不想留回“不留”。",
    "phone_after": "刚才那件已经登记好了，不用再提交。",
    "phone_how": "好的，请把号码发给我。",
    "why_phone": "电话只给办这件事的工作人员，用来约时间、核实情况；不留也照样办，进展在这里告诉您。",
    "no_phone": "好的，不留电话。有进展我在这里告诉您。",
    "phone_kept": "电话记下了，只给办这件事的工作人员看。",
    "phone_changed": "电话改好了。",
    "phone_deleted": "电话已经删掉了。",
    # -- report
    "ask_detail": "请说说是什么问题，就用平常话。",
    "ask_detail_there": "{place}，记下了。那里怎么了？就用平常话说。",
    "ask_clearer": "我想弄准一点：是什么东西、怎么了？再说两句就行；说不清也没关系，回“跳过”。",
    "ask_which_kind": "我想弄准一点，您说的更像哪一类？都不像就再说两句：是什么东西、怎么了。",
    "ask_detail_again": "比如“楼道灯坏了”“楼上漏水到我家”，一句话就行。",
    "why_detail": "知道是什么问题，才能转给对的单位，不让您来回跑。",
    "ask_kind": "您说的更像哪一类？",
    "ask_kind_again": "请回一个数字；都不像就选“都不是”，工作人员会再看。",
    "why_kind": "不同的事归不同的单位管，分对了办得快。都不是也没关系，工作人员会再看。",
    "ask_place": "麻烦告诉我在哪儿？写小区和楼号就行，比如“幸福里3号楼”；也可以发个定位。",
    "ask_place_again": "写一个能找到的地方就行：小区名、路名加门牌，或者旁边的学校、菜场；也可以发定位。",
    "place_needed": "不用很准，说个大概就行：哪条路、哪个小区、旁边有什么；实在说不清，回“转人工”。",
    "why_place": "知道位置才能转给那个网格的人，他们要到现场去看。",
    "which_place": "“{text}”有几个地方，您说的是哪一个？",
    "this_place": "您说的“{text}”，是不是这里？",
    "place_unknown": "“{text}”我在地图上没找到。麻烦发个定位，或者说一个旁边的小区、路口、学校；找不到也可以就按这个写。",
    "place_wide": "“{text}”地方不小，请再说细一点：哪个小区、几号楼，或者旁边的路口、学校；也可以发定位。",
    "outside": "这个位置不在{district}。那边的事请打当地的12345，他们接得最快。是位置发错了吗？",
    "outside_end": "好的。{district}以外的事，请打当地的12345。",
    "twin": "附近有人反映过同样的问题，正在办。要跟进那一件吗？有进展一样告诉您。",
    "ask_privacy": "被反映的一方要不要知道是您反映的？",
    "why_privacy": "默认对被反映的一方保密，他们只看到整理过的事情经过。",
    "card_head": "我记的是：",
    "card_tail": "对吗？回“1”提交，要改直接说，比如“不是三号楼，是五号楼”。",
    "card_join": "跟进附近已经登记的同一个问题，有进展告诉您。",
    "card_confidential": "对被反映方：保密",
    "card_anonymous": "匿名反映，不留名字",
    "card_open": "可以告诉对方是您反映的",
    "card_hint": "回“1”提交；哪里不对直接说；不想报了回“取消”。",
    "why_card": "提交前请您核对一遍，免得转错地方。",
    "ask_change": "要改哪一项？",
    "not_submitted": "好的，没有提交。",
    "receipt": "已经登记好了，编号{no}，{what}。{where}我们会在{contact}前联系您，{answer}前给您答复。",
    "receipt_unnamed": "已经登记好了，编号{no}，{what}。{where}这件按匿名办，没有人会打电话或者上门找您；{answer}前给出答复，我在这里告诉您。",
    "receipt_grid": "这里归{grid}。",
    "receipt_unsorted": "已经登记好了，编号{no}。{where}这件事归哪家管，工作人员会先看一遍，定下来就告诉您日期。",
    "receipt_join": "好的，您已经跟进那一件，预计{due}前有答复，到时一起告诉您。",
    "receipt_tail": "想看进度，回“查 {last}”。",
    # -- a ticket under way
    "no_tickets": "您这里没有正在办的事。要反映，直接说就行。",
    "registered_elsewhere": "在别处登记的，我这里凭编号才查得到：把编号发来，我帮您看。没有编号，可以打12345问，或者回“转人工”；也可以把事情再说一遍，我重新登记。",
    "which_none": "好的。想看别的，说编号后四位；要反映新的事，直接说就行。",
    "unregistered": "您这里还没有登记过这件事（{what}）。要现在登记吗？",
    "unregistered_end": "好的。要反映新的事，直接说就行。",
    "no_such_ticket": "您这里没有编号{no}的事，请看看是不是记错了。想看全部，直接说“查进度”。",
    "no_open_tickets": "您现在没有正在办的事。要反映新的问题，直接说就行。",
    "which_progress": "您问的是哪一件？",
    "which_urge": "您要催的是哪一件？",
    "which_supplement": "要补充到哪一件？",
    "which_withdraw": "要撤回哪一件？",
    "status_open": "{no}（{what}）：{state}，负责的是{unit}，预计{due}前答复您。到时候没动静，您回“催一下”，我马上转过去。",
    "status_late": "{no}（{what}）：{state}，负责的是{unit}，原定{due}前答复，已经过了时间，抱歉。您回“催一下”，我马上转过去；也可以回“转人工”。",
    "status_answered": "{no}（{what}）已经答复：{answer}\n没解决的话，直接告诉我。",
    "status_ended": "{no}（{what}）：{state}。",
    "ask_more": "要补充什么？请直接说，也可以发照片。",
    "ask_facts": "{no}（{what}）：办这件事还缺一点情况，想请您补充：{question}\n直接回我就行，也可以发照片。"
    "等您回话的时间不算在办理时间里，最多等{wait}。",
    "ask_facts_urgent": "{no}（{what}）：办这件事还缺一点情况，想请您补充：{question}\n"
    "直接回我就行，也可以发照片。这边不停，接着办。",
    "added": "已经补充到{no}，负责的单位看得到。",
    "edit_added": "您改的说法已经补充到{no}。",
    "urged": "已经替您催了{no}（{state}）。负责的单位和督办的人都看得到这次催办。",
    "sure_withdraw": "要撤回“{what}”吗？撤回以后就不再办了。",
    "sure_withdraw_hazard": "“{what}”是安全隐患，您撤回以后隐患还会继续处理，只是不再和您有关、也不再通知您。要撤回吗？",
    "withdrawn": "{no}已经撤回。以后又有问题，随时再说。",
    "withdrawn_hazard": "{no}和您的关联已经解除，隐患会继续处理。谢谢您告诉我们。",
    "not_withdrawn": "好的，不撤回，继续办。",
    # -- a person
    "queue_position": "好的，正在为您转人工，您前面还有{n}位。您可以先把情况说在这里，工作人员接手时都看得到；不想等了回“不等了”。",
    "queue_first": "好的，正在为您转人工，您排在第一位。您可以先把情况说在这里，工作人员接手时都看得到；不想等了回“不等了”。",
    "queue_still": "您还在排队，前面还有{n}位。您说的都给您留着；不想等了回“不等了”。",
    "queue_still_first": "您还在排队，排在第一位。您说的都给您留着；不想等了回“不等了”。",
    "queue_closed": "现在没有人工在线，工作人员{opens}上班后会看到您的留言并回复。要紧的事请直接打12345；不想等了回“不等了”。",
    "queue_meanwhile": "等的时候也可以接着回答，我先帮您记着。",
    "left_queue": "好的，您已经离开排队，我接着帮您。",
    "not_in_queue": "您现在没有在排队。",
    "person_here": "工作人员来了，下面由工作人员和您说。",
    "given_back": "工作人员已经处理完，接下来由我（自动助手）继续帮您。",
    # -- store down
    "kept_for_later": "系统正忙，您的话已经收到，一恢复马上处理，不用再发。有危险请先打110、119、120。",
    "our_fault": "抱歉，刚才系统出了点问题，您的话我们收到了，已经请工作人员看。急事请打12345。",
    "group": "在群里说不方便，也容易泄露隐私。请点下面的按钮，到私聊里说。",
    # -- standing answers
    "faq.confidential": "默认对被反映的一方保密：他们只看到整理过的事情经过，看不到您的姓名和电话。您也可以选匿名。只有办这件事的工作人员能看到您的联系方式，谁看过都有记录。",
    "faq.who_reported": "这个不能告诉您。反映问题的人受保护，我们不会说是谁，也不会说有没有。您对事情本身有意见，可以直接跟我说。",
    "faq.injection": "这个我帮不上。您有事要反映，直接说就行。",
    "faq.who_are_you": "我是{district}的自动应答小助手，不是真人。想找工作人员，随时回“转人工”。",
    "faq.out_of_scope": "这个我帮不上。我这里管的是身边的烦心事：楼道、垃圾、漏水、噪声、欠薪这些，直接说就行。",
    "faq.cost": "不收钱。反映问题、查进度、申请人民调解都不收费。",
    "faq.how_long": "登记好以后会告诉您两个日期：什么时候联系您、什么时候答复您。急的事当天就有人联系，一般的事几个工作日。",
    "faq.hours": "我一直都在，随时可以说。人工坐席：{desk_hours}；其他时间留言，上班后回您。",
    "faq.kept": "您说的话保存{days}天，登记成工单的保存{years}年，到期删除或隐去身份。回“我的信息”可以看、可以删。",
    # -- surveys
    "survey_solved": "{no}（{what}）已经答复您了。这件事解决了吗？说实话就行，没解决我们会换人再看一遍。",
    "survey_let_go": "好的，这次不问了。以后都不想收评价，回“退订”；想说什么随时说。",
    "survey_noted_solved": "您说的一起记上。没弄好就选“没解决”：",
    "survey_noted": "您说的一起记上。",
    "survey_half": "谢谢您的评价。还想确认一句：",
    "survey_satisfied": "对这次办理，您满意吗？",
    "survey_reason": "主要是哪里不好？可以选，也可以直接说。",
    "survey_reminder": "{no}还想听听您的意见，只要点两下。",
    "survey_redo": "谢谢您直说，是我们没办到位。{no}已经重新打开，{due}前会由不是原单位的同志联系您。",
    "survey_review": "谢谢您直说。{no}已经交给指挥中心的负责人来定，{due}前给您一个说法。",
    "survey_call_back": "谢谢您直说。事情解决了，但让您不满意，{due}前会有同志联系您，听听哪里没做好。",
    "survey_thanks": "谢谢您的评价。以后有事随时说。",
    "relapse_check": "{no}（{what}）办结有一阵子了，又犯了吗？又有问题直接说“{no}又犯了”，我重新打开。",
    "reopened": "{no}已经重新打开，会换人再看一遍，有进展告诉您。",
    "why_survey": "您的评价决定这件事算不算办好：没解决会换人重办，不会当成默认满意。",
    # -- news of a ticket
    "event.answered": "{no}（{what}）有答复了：{answer}",
    "event.sorted": "{no}已经看过：归为“{what}”，由{unit}负责，{contact}前联系您，{answer}前答复您。",
    "event.redo": "{no}重新办理中，由{unit}负责，{answer}前再答复您。",
    "event.closed": "{no}（{what}）已经办结。15天内觉得没解决，直接告诉我。",
    "event.follower_added": "您跟进的事有新进展：{words}",
    **MEDIATION,
    **KNOWLEDGE,
    **UNITS,
    **DUTIES,
    **DESK,
    **TURNS,
}


EVERYWHERE = ("district", "desk_hours", "gas_phone", "lift_phone", "power_phone", "water_phone")
"""What every sentence may name."""


def speaker(district: Mapping[str, str], values: Mapping[str, str]) -> Callable[..., str]:
    """Words by key: the district's own sentence where it has one; unknown keys are a bug.

    `values` are filled into every sentence (the district's name, its emergency numbers).
    """

    def say(key: str, **named: object) -> str:
        sentence = district.get(key) or SENTENCES.get(key)
        if sentence is None and key.startswith("safety."):
            sentence = district.get("safety.other") or SENTENCES["safety.other"]
        if sentence is None:
            raise KeyError(f"no wording for {key!r}")
        return sentence.format_map({**values, **named})

    return say


def placeholders(sentence: str) -> set[str]:
    """The names in braces a sentence uses; raises ValueError when the braces do not match."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}

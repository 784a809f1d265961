"""What we say about units, returns and names taken off; part of the table in wording.py."""

from __future__ import annotations

UNITS: dict[str, str] = {
    # -- a ticket's way between units; `words` is one of the sentences below it
    "way.notice": "{no}（{what}）：{words}",
    "way.given": "现在由{unit}负责，{answer}前答复您。您不用再跑，也不用重新反映。",
    "way.given_late": "现在由{unit}负责。您不用再跑，也不用重新反映。",
    "way.renamed": "改归“{what}”，{words}",
    "way.again": "没有解决的，重新办理。{words}",
    "way.centre": "由哪个单位负责还没有定下来，我们已经请指挥中心协调，{ruled}前定下来由谁负责。{answered}您不用再跑，也不用重新反映。",
    "way.centre_returned": "刚才转的单位说不归他们管，我们已经请指挥中心协调，{ruled}前定下来由谁负责。{answered}您不用再跑，也不用重新反映。",
    "way.same_date": "给您答复的时间不变，还是{answer}前。",
    "way.may_be_late": "原来说的{answer}前答复可能赶不上，让您多等了，抱歉。",
    "way.no_date": "让您多等了，抱歉。",
    "way.extended": "原本答应您{old}前办好，因为{why}，要延到{new}。让您多等了，抱歉。中间有进展，我会先告诉您。",
    "way.extended_new": "因为{why}，要延到{new}。让您多等了，抱歉。中间有进展，我会先告诉您。",
    "way.recounted": "{year}年的放假安排公布了，答复您的时间从{old}改为{new}。",
    # -- not accepted, handed over, waiting for what nobody can hurry
    "way.rejected": "没有受理。{words}\n您觉得不对，回“转人工”，请工作人员再看一次。",
    "way.rescue_number": "情况紧急，工作人员已经转给{to}。您那边有变化，直接打{number}最快；安全以后在这里说一声，我们会再联系您。",
    "way.rescue": "情况紧急，工作人员已经转给{to}。有人有危险，直接打110、119或者120；安全以后在这里说一声，我们会再联系您。",
    "way.suspended": "这件事现在还办不了，要{wait}：{plan}。我们先挂着跟踪，不算办完；最晚{until}再看一次，条件到了马上接着办，到时候告诉您。让您久等了，抱歉。",
    "way.resumed": "可以接着办了，由{unit}负责，{answer}前答复您。您不用再跑，也不用重新反映。",
    "way.told_unsolved": "您在电话里说还没有解决，已经重新打开，会换人再看一遍，{by}前由不是原单位的同志联系您。",
    "way.reinspected": "我们回头看了一次，这件事没有真正解决，已经重新打开，{by}前联系您。让您多等了，抱歉。",
    "status_rejected": "{no}（{what}）没有受理。{answer}\n您觉得不对，回“转人工”，请工作人员再看一次。",
    "status_suspended": "{no}（{what}）现在还办不了，挂着跟踪，负责的是{unit}。最晚{due}再看一次，条件到了就接着办，到时候告诉您。",
    # -- without a name, afterwards
    "which_unname": "哪一件要改成匿名？",
    "unname_none": "好的，都不改。默认就对被反映的一方保密，他们看不到您的姓名和电话。",
    "unname_already": "您登记的事已经是匿名的了，不用再改。",
    "unname_done": "好的，{no}已经改成匿名，还没有转给任何单位。以后负责的单位只看到去掉姓名、电话和门牌的内容；工作人员要看您是谁，得写明理由，谁看过都有记录。",
    "unname_done_late": "好的，{no}从现在起是匿名的。",
    "unname_sent": "不过这件事已经转给{units}，您写的内容他们可能看过，这个收不回来；您的称呼和电话他们一直看不到。",
    "unname_read": "不过这件事已经转给{units}，有人看过您写的内容（其中的姓名、电话是遮住的），这个收不回来；您的称呼和电话他们一直看不到。",
    "unname_whole": "不过这件事已经转给{units}，有人写明理由看过您写的原话，包括您写在里面的姓名或电话，这个收不回来。",
    "unname_open": "之前对方已经可以知道是您反映的，这个也收不回来。",
    "unname_tail": "往后负责的单位只看到去掉姓名、电话和门牌的内容；工作人员要看您是谁，得写明理由，谁看过都有记录。",
    "facts_gone": "{no}已经结束了，刚才那个问题不用再答。要反映新的情况，直接说就行。",
}

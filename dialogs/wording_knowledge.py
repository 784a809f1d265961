"""What we say around approved knowledge; the answer itself is the entry's, word for word."""

from __future__ import annotations

KNOWLEDGE: dict[str, str] = {
    "knowledge_answer": "{answer}\n\n依据：{source}\n有效：{valid}（{approved}审核）\n还不清楚，可以问：{office}{link}\n以上是{unit}审核过的原文，由自动程序转发。",
    "knowledge_helped": "这样清楚了吗？",
    "knowledge_which": "您问的是哪一个？",
    "knowledge_maybe": "您问的是不是这个？",
    "knowledge_unknown": "这个问题，我这里没有审核过的答案，不敢乱说。可以登记成咨询，工作人员查清楚答复您；也可以回“转人工”。",
    "knowledge_unknown_open": "这个问题，我这里没有审核过的答案，不敢乱说，已经记下来请工作人员补上。急着知道，回“转人工”。",
    "knowledge_unknown_unkept": "这个问题，我这里没有审核过的答案，不敢乱说。可以打12345，或者回“转人工”；登记成咨询也行，登记就要留下您说的话，愿意的话回“可以留”，再说一遍。",
    "knowledge_your_case": "您有一件正在调解的事，这方面的问题请直接问您的调解员，我不替他们说。也可以回“转人工”。",
    "knowledge_more": "审核过的原文就是上面这些。没说到的，可以问{office}；也可以回“转人工”，或者把要问的事说全。",
    "knowledge_thanks": "好的。还有想问的，随时说。",
    "knowledge_sorry_open": "抱歉，没帮上忙。急着知道，回“转人工”；这件事我们接着说。",
    "knowledge_sorry": "抱歉，没帮上忙。我替您登记成咨询，由工作人员答复。",
    "why_knowledge": "您说一声有没有用，答得不清楚的，工作人员会改。",
    "why_knowledge_which": "两条规定不一样，弄准了才不会答错。",
}

"""你们会要验证码吗, 你们是不是骗子: what somebody who plays us asks for, and we never do (T27)."""

from __future__ import annotations

import re

from dialogs.engine import Turn, again

LONGEST = 40  # a longer message tells a story
_US = (
    r"(?:[你您]们?|网格员|工作人员|12345|小助手"
    r"|这(?:个|里|边)?(?:网站|公众号|网页|小程序|机器人))"
)
_WANTED = r"(?:验证码|密码|银行卡|卡号|转账|打钱|汇款|红包|共享屏幕|身份证(?:号|照片))"
_ASKED = re.compile(
    rf"^.{{0,6}}{_US}[^，,。]{{0,8}}(?:会不会|要不要|是不是|该不会)[^，,。]{{0,8}}{_WANTED}"
    rf"|^.{{0,6}}{_US}[^，,。]{{0,8}}[会要得能][^，,。]{{0,8}}{_WANTED}[^，,。]{{0,6}}[吗么嘛伐不吧]$"
)
_PAPERS = re.compile("办|补|领|申请|材料|证明|发放")
"""What has to be brought for something is a question about a service."""
_SWINDLE = r"(?:骗子|骗人的?|诈骗的?|骗钱的?|假的|真的|正规的?|官方的?)"
_SWINDLERS = re.compile(
    rf"^(?:请问|那)?(?:{_US}|这里|这边)(?:这|这里|到底|真的)?"
    rf"(?:是不是|不会是|该不会是|会不会是?|是){_SWINDLE}(?:网站|平台)?(?:还是[真假]的)?[吗么嘛伐吧啊呢]*$"
    rf"|(?:怎么|咋个?|如何)(?:才能)?(?:知道|相信|确认|证明|核实)[你您]们?[^，,。]{{0,6}}{_SWINDLE}"
)
_PRETENDED = re.compile(
    r"(?:冒充|自称(?:是)?|假扮|打着|说[他她]?是)(?:[你您]们?|网格员|网格中心|12345)(?:的|中心|工作)?"
    r".{0,24}(?:真的|可信吗|能信吗|骗子|假的|打电话|加我)"
)


def are_you_real(turn: Turn) -> bool:
    """Says what we never ask for, and whom to call; whatever is open stays open."""
    words = turn.told.plain
    if turn.told.incoming.kind != "message" or len(words) > LONGEST or not _of_us(words):
        return False
    said = turn.look.say("faq.fraud")
    again(turn, said) if turn.talk.top else turn.say(said)
    turn.talk.misses = 0
    return True


def _of_us(words: str) -> bool:
    """Whether it is asked of us, or of who says that he is one of us."""
    if _ASKED.search(words) and not _PAPERS.search(words):
        return True
    return bool(_SWINDLERS.search(words) or _PRETENDED.search(words))

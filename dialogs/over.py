"""What says that a danger to somebody is over: 已经扶起来了, 送医院了, 没事了人已经醒了."""

from __future__ import annotations

import re

_LONGEST = 30  # characters; a longer message tells a story
_BEFORE = (
    r"(?:现在|目前|这会儿?|刚才?|刚刚|后来|幸好|还好|好在|已经|已|都|也|又|就|给|把|被|让|人家|邻居|路人|保安"
    r"|民警|警察|消防(?:员|车)?|家里人|家属|大家|我们?|他们?|她们?|人|老人家?|老太太|老爷子|老头|大爷|大妈|阿姨"
    r"|奶奶|爷爷|孩子|小孩|娃|自己|可以|能|慢慢|120|救护车|医生|[个位两三])*"
)
_HELPED = (
    r"(?:(?:扶|搀|抬|拉|救|抱|背)(?:起来|上来|下来|出来|进去|回家|回去|走)|(?:爬|坐|站)(?:起来|上来)"
    r"|(?:送|去|到|进|拉|接)(?:到|去|进)?(?:了)?(?:医院|急诊|抢救室)(?:去)?|(?:送|接)走"
    r"|(?:苏|清)?醒(?:过来|来)?|缓过(?:来|劲)|能走|出院)"
)
_FINE = (
    r"(?:没(?:什么|啥|大)?事|没(?:什么)?大碍|没(?:受)?伤(?:到|着)?|不要紧|不碍事|不用担心|放心"
    r"|安全|好)(?:儿)?了?"
)
_CLAUSE = rf"{_BEFORE}(?:{_HELPED}|{_FINE})(?:了|啦|啊|呀|哈|的|吧|已经)*"
_OVER = re.compile(rf"(?:{_CLAUSE}[，,。!！ ]*)+")
_HELPS = re.compile(_HELPED)
_NOT_YET = re.compile(
    r"(?:还|仍|又)?(?:没有?|不|未)(?:能|法|人|把)?(?:扶|搀|抬|拉|救|抱|背|爬|坐|站|送|去|醒|缓|动|出|下|回|来)"
    r"|快(?!来?好)|怎么|吗|里面|还在(?:流|晕|喊|疼|哭|里)|血"
)


def over(words: str) -> bool:
    """Whether words say in one breath that somebody has been helped, or is well again."""
    said = words.strip("。.!！~～ ")
    if not said or len(said) > _LONGEST or _NOT_YET.search(said):
        return False
    done = "了" in said or "已经" in said
    return done and bool(_OVER.fullmatch(said) and _HELPS.search(said))


def leading(words: str) -> str:
    """Of 人没事了扶起来了，就是灯还是要修 the first part; "" where nothing is over."""
    clauses = re.split(r"(?<=[，,。!！ ])", words)
    for many in range(len(clauses) - 1, 0, -1):
        if over("".join(clauses[:many]).strip("，,。!！ ")):
            return "".join(clauses[:many])
    return ""

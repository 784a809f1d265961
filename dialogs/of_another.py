"""Who fears that somebody else will take their life is not spoken to as if it were their own."""

from __future__ import annotations

import re

SELF_HARM = "self_harm"
ANOTHER = "self_harm_other"
"""Behind `safety.`: the sentence for who stands by."""
_MEANS = (
    r"(?:跳|割腕|割手|喝(?:了|下)?(?:一?[瓶碗])?(?:农)?药|吃(?:了)?(?:很多|好多|一?整?瓶|一把)?(?:安眠)?药|上吊|吊[在着]|轻生|自杀|自尽"
    r"|寻短见|寻死|想不开|不想活|活不下去|没活头|想死|去死|写(?:了)?(?:个)?遗书|遗书|开煤气|了结|了断|自残|自伤)"
)
_WHO = (
    r"(?:有(?:个|一个)?(?:人|男的?|女的?|小伙子?|姑娘|老人|大爷|大妈|学生|小孩|孩子|年轻人)|[他她]"
    r"|(?:我|俺|咱|阿拉|隔壁|楼上|楼下|对门|对面)?(?:们|家|的)?(?:妈|爸|爹|娘|爷爷|奶奶|外公|外婆|老公|老婆|丈夫"
    r"|妻子|媳妇|对象|男朋友|女朋友|前男友|前女友|儿子|女儿|闺女|孩子|娃|弟弟?|妹妹?|哥哥?|姐姐?|表[弟妹哥姐]"
    r"|朋友|闺蜜|同学|室友|舍友|同事|邻居|学生|房客|租客|老人|大爷|大妈|阿姨|小伙子?|姑娘|男的|女的|那人|这人))"
)
_OTHERS = re.compile(rf"{_WHO}[^。！？!?\n]{{0,20}}{_MEANS}|有人{_MEANS}")
_OWN = re.compile(
    r"(?:^|[，,。！!？?；;、\s])(?:我|俺|偶|本人)(?:自己|真的?|也|就|都|现在|已经|好|再|想要?|要|准备|打算|真想|只|还是"
    rf"|站在[^，,。]{{1,8}})*{_MEANS}"
    r"|我(?:也|真的?)?(?:不想活|想死|活不下去)"
)


def sentence_of(kind: str, text: str) -> str:
    """The kind whose safety sentence fits what was told of a danger of this kind."""
    return ANOTHER if of_another(kind, text) else kind


def of_another(kind: str, text: str) -> bool:
    """Whether somebody else's life is feared for; in doubt it is the writer's own."""
    return kind == SELF_HARM and not _OWN.search(text) and bool(_OTHERS.search(text))

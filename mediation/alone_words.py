"""What parties read when the mediator speaks with them alone, or asks to carry something across."""

from __future__ import annotations

from mediation.alone import CARRY, MASK, OFFER, TABLE

OPENS = ("单独说", "单独找调解员", "单独和调解员说", "单独跟调解员说", "跟调解员单独说",
         "和调解员单独说")  # fmt: skip
OVER = ("说完了", "单独说完了", "结束单独说")
MAY, MAY_NOT = ("可以转告",), ("不要转告", "不可以转告", "不能转告", "不转告")
TOGETHER = ("愿意一起谈", "可以一起谈")
APART = ("不一起谈", "不一起谈了", "不愿意一起谈", "不想一起谈了")
PHRASES = {
    **dict.fromkeys(OPENS, "open"), **dict.fromkeys(OVER, "over"),
    **dict.fromkeys(MAY, "carry_yes"), **dict.fromkeys(MAY_NOT, "carry_no"),
    **dict.fromkeys(TOGETHER, "table_yes"), **dict.fromkeys(APART, "table_no"),
}  # fmt: skip
"""Whole messages that mean a button."""


def copied(when: str, kind: str, own: bool) -> str:
    """A word of one's own thread, in the copy of what is kept about a person."""
    own_words = "您在一起谈时说的" if kind == TABLE else "您单独对调解员说的"
    theirs = {OFFER: "调解员记下的您这一方的意思", CARRY: "调解员问过您能不能转告的一句"}
    what = own_words if own else theirs.get(kind, "调解员单独对您说的")
    return f"【您的信息】{when}，{what}：\n{MASK}"


def from_mediator(name: str) -> str:
    """The mediator's word for one side alone."""
    return f"调解员{name}单独对您说（对方看不到）：\n{MASK}"


def opened(name: str) -> str:
    """From now on everything goes to the mediator alone."""
    return (
        f"好的，从现在起您说的话只给调解员{name}一个人看：对方、网格员、12345的工作人员都看不到，"
        "没有您的“可以转告”，也不会告诉对方。发文字就行，说完了请回“说完了”。"
        "只有一样例外：说到人身危险，值班人员也会看到，先救人。"
    )


def delivered(name: str) -> str:
    """A party's word has reached the mediator's page."""
    return f"已单独交给调解员{name}。还有话接着说，说完了回“说完了”。"


def over() -> str:
    """It has ended because the party said so, or after a while without a word."""
    return (
        "单独说话到这里。刚才说的，没有您同意不会告诉对方；后面说的话照平常处理。"
        "还想单独说，回“单独说”。"
    )


def paused() -> str:
    """Something else came in between: an ordinary message, a person of the staff."""
    return "刚才的单独说话先停了，这一条和后面的话不是只给调解员看的。要接着单独说，回“单独说”。"


def no_files() -> str:
    """Photos and voice do not go this way."""
    return (
        "单独说话只收文字。照片、录音没有收，也没有给别人看；"
        "要给调解员看的，请见面时带上，或者写成文字。"
    )


def no_edit() -> str:
    """An edit may be one of words said alone."""
    return "您刚才改的可能是单独说过的话，没有照改，也没有给别人看。要更正的话，请重新说一遍。"


def ended() -> str:
    """The case is over, or the mediator left it: nobody is there to read it."""
    return "现在没有调解员可以单独说话，刚才这句话没有送出，也没有给别人看。有事请回“转人工”。"


def nobody() -> str:
    """The word for it outside of a case in which it can be."""
    return "现在还不能单独说：要等双方都同意调解、调解员也接下来以后。"


def ask_carry(name: str) -> str:
    """May that very sentence be carried across?"""
    return (
        f"调解员{name}想把下面这一句转告对方：\n“{MASK}”\n可以转告吗？"
        "您点“可以转告”才会转告，而且只转告这一句；转告以前随时可以收回。"
    )


def carry_said(answer: str) -> str:
    """A side's word on its sentence is kept."""
    if answer == "yes":
        return "好的，这一句可以转告。别的话不会转告；转告以前想收回，点“不要转告”。"
    return "好的，这一句不转告，对方不会知道有这么一句话。"


def which() -> str:
    """Several sentences wait: each has its own button."""
    return "有几句话在等您答复，请在那一句的下面点“可以转告”或“不要转告”。"


def carried(name: str) -> str:
    """For the other side: what may be told."""
    return f"调解员{name}转告您，对方同意让您知道（只给您看）：\n“{MASK}”"


def carried_too() -> str:
    """For the side whose sentence it is."""
    return "您同意转告的那一句，调解员已经告诉对方。只告诉了那一句。"


def ask_table(name: str) -> str:
    """Would this side talk together, in one thread?"""
    return (
        f"调解员{name}想请双方在这里一起谈：您和对方、调解员三边说的话，互相都看得到。"
        "愿意不愿意都由您自己定，双方都愿意才开始，中间随时可以停。您单独说过的话，不会带进去。"
    )


def table_waits() -> str:
    """One side accepted."""
    return "好的，记下您愿意。等双方都愿意才开始；没有开始也没关系，单独谈照样进行。"


def table_ready() -> str:
    """For the side that accepted first: it comes in by its own word."""
    return "双方都愿意一起谈了。您准备好了就进来；没进来以前，您的话不会给对方看。"


def table_open(name: str) -> str:
    """Both accepted: everything goes to both."""
    return (
        f"双方都愿意，现在一起谈，由调解员{name}主持。从现在起，您在这里发的文字，对方和调解员都看得到，别人看不到。"
        "请慢慢说。什么时候不想一起谈了，回“不一起谈了”，马上就停。"
    )


def table_word(who: str) -> str:
    """Said at the table, for everybody else at it."""
    return f"【一起谈】{who}说：\n{MASK}"


def table_over() -> str:
    """Somebody would rather not, at whatever time: nobody is named, nothing is lost."""
    return (
        "一起谈先停在这里，这很正常，谁也没有做错什么。前面谈的还作数的就作数，调解照样进行："
        "调解员会分别和双方说。从现在起您发的话对方看不到，只给调解员；说完了回“说完了”。"
    )


def table_not() -> str:
    """One side does not accept; who it was is not said."""
    return "这次不一起谈，调解员分别和双方说。这对谁都没有不利。"

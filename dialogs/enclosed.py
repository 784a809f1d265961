"""What a message brings beside words: photos, voice, stickers, polls, one's own number."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from dialogs import standing
from dialogs.clues import own_phone
from dialogs.commands import AddToTicket, LeavePhone
from dialogs.engine import Turn, again
from dialogs.incoming import NOT_TAKEN
from dialogs.reading import to_the_card
from dialogs.say import Say

HIDDEN = ("[已隐藏证件号]", "[已隐藏银行卡号]")
"""What stands where a number was taken out before anything was kept (0.2, 14)."""
JUST_NOW = timedelta(minutes=30)
WANT_NUMBERS = {"other_reach", "contact_safe", "acct", "order_no", "doc_no", "prev_no", "phone",
                "more", "story"}  # fmt: skip
"""Questions to which a phone number may be the answer."""


def files(turn: Turn) -> bool:
    """Photos at any moment; a voice note is kept and honestly not understood; stickers."""
    incoming = turn.told.incoming
    if incoming.files and all(f.kind == "document" for f in incoming.files):
        if turn.told.text:
            return _only_the_words(turn)
        again(turn, _not_taken(turn) or turn.look.say("unreadable_file"))
        return True
    if incoming.files:
        return _keep_files(turn)
    if incoming.data.get("unreadable"):
        kind = str(incoming.data["unreadable"])
        again(turn, turn.look.say("unreadable_contact" if kind == "contact" else "unreadable"))
        return True
    if incoming.sticker and not turn.told.text:
        again(turn, turn.look.say("sticker" if turn.talk.top is None else "sticker_open"))
        return True
    return False


def _only_the_words(turn: Turn) -> bool:
    """A file that nobody here can open: the words beside it are heard as if they came alone."""
    incoming = turn.told.incoming
    name = str(incoming.data.get("file", ""))
    data = {NOT_TAKEN: [[name, turn.look.say("file_unreadable")]], **incoming.data}
    turn.told = replace(turn.told, incoming=replace(incoming, files=(), data=data))
    return False


def tell_of_files(turn: Turn) -> None:
    """Which files were not taken, in one sentence each, before the answer to the words."""
    words = _not_taken(turn)
    if words and not any(words in said.text for said in turn.says):
        place = 1 if turn.says and turn.says[0].kind == "emergency" else 0
        turn.says.insert(place, Say(words))


def _not_taken(turn: Turn) -> str:
    lost = turn.told.incoming.data.get(NOT_TAKEN, ())
    said = (turn.look.say("file_not_taken", name=f"“{name}”" if name else "您发的文件", why=why)
            for name, why in lost)  # fmt: skip
    return "\n".join(said)


def _keep_files(turn: Turn) -> bool:
    """They go to the report under way or to a ticket, or begin a report; words with them go on."""
    files = [asdict(f) for f in turn.told.incoming.files]
    album = next((f["album"] for f in files if f["album"]), "")
    first = not album or album != turn.talk.album
    turn.talk.album = album or turn.talk.album
    reports = [r for r in turn.talk.stack if r.flow in ("report", "supplement", "facts")]
    if reports:
        reports[-1].files += files
    elif turn.talk.top is None and turn.told.text:
        return standing.begin(turn, files)
    elif _for_a_ticket(turn, files, first):
        return not turn.told.text
    else:
        turn.begin("supplement" if turn.look.open_tickets() else "report").files += files
    if turn.told.text:
        return False
    if first:
        again(turn, turn.look.say(f"kept_{_kind(turn)}"))
    return True


def _for_a_ticket(turn: Turn, files: list[dict[str, Any]], first: bool) -> bool:
    """With no report under way, photos go to the one open ticket, or to the one just opened."""
    tickets = turn.look.open_tickets()
    fresh = [t for t in tickets if turn.look.now - t.opened < JUST_NOW]
    meant = fresh if len(fresh) == 1 else tickets
    if len(meant) != 1:
        return False
    turn.act(AddToTicket(meant[0].number, "", tuple(files)))
    if first and not turn.told.text:
        again(turn, turn.look.say(f"added_{_kind(turn)}", no=meant[0].number))
    return True


def _kind(turn: Turn) -> str:
    kind = turn.told.incoming.files[0].kind
    return kind if kind in ("voice", "video") else "photo"


def captioned(turn: Turn) -> str:
    """Photos with words that are no answer: the words are kept beside them; "" when no files."""
    run = turn.talk.top
    if not turn.told.incoming.files or run is None or run.flow != "report":
        return ""
    run.said.setdefault("more", []).append(turn.told.text)
    turn.talk.misses = 0
    return turn.look.say(f"kept_{_kind(turn)}")


def a_phone_number(turn: Turn) -> bool:
    """The resident's own number, given unasked, is kept and not taken for anything else."""
    incoming, run = turn.told.incoming, turn.talk.top
    phone = incoming.phone or own_phone(turn.told.text, turn.told.heard.phones)
    bare = [c for c in turn.told.text if not c.isdigit() and not c.isspace()]
    wanted = run and run.open and run.open.name.split(".")[-1] in WANT_NUMBERS
    if not phone or wanted or len(bare) > 12 or len(phone) != 11:
        return False
    turn.act(LeavePhone(phone))
    if run is not None:
        run.said["phone"] = phone
        to_the_card(run)
    if _submits_beside(turn):
        turn.say(turn.look.say("phone_kept"))
        return False
    again(turn, turn.look.say("phone_kept"))
    return True


def _submits_beside(turn: Turn) -> bool:
    """好的提交吧，我电话139…: what is left of the message is heard as well."""
    rest = _A_PHONE.sub("", turn.told.plain).strip("，,。 ")
    heard = replace(turn.told.heard, text=rest, phones=(), act="affirm", spot=None)
    alone = replace(turn.told, heard=heard, incoming=replace(turn.told.incoming, text=rest))
    if turn.talk.top is None or not alone.submits:
        return False
    turn.told = alone
    return True


_A_PHONE = re.compile(
    r"(?:我的?|本人)?(?:手机|电话|联系方式)?号?码?(?:是|为|[:：])?[ ]*[\d\- ]{7,}"
)


def nothing_but_hidden(turn: Turn) -> bool:
    """A message that was only a number nobody may keep: said so, and the question again."""
    rest = turn.told.text
    for mark in HIDDEN:
        rest = rest.replace(mark, "")
    if rest == turn.told.text or len([c for c in rest if c.isalnum()]) > 6:
        return False
    again(turn, turn.look.say("id_hidden"))
    return True


def warn_of_hidden(turn: Turn) -> None:
    """Numbers that do not belong in a chat were taken out of a longer message."""
    words = turn.look.say("id_hidden")
    if turn.told.incoming.data.get("hidden") and not any(words in s.text for s in turn.says):
        place = 1 if turn.says and turn.says[0].kind == "emergency" else 0
        turn.says.insert(place, Say(words))

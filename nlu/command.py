"""The commands around the listener: hear, train, evaluate. What only training needs is imported
there: a sentence to be heard waits for none of it."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from nlu.heard import Guess, Heard, Span
from nlu.listener import Listener

if TYPE_CHECKING:
    from nlu.historyfitting import Tickets
    from nlu.historymodel import HistoryModel
    from nlu.training import Progress

_COMMA = re.compile("[,，]")
_INTERRUPTED = 130  # what a shell expects of a command that was ended by Ctrl-C
_REFUSED = {
    errno.ENOSPC: "磁盘满了，请腾出空间再试：", errno.EDQUOT: "磁盘配额满了，请腾出空间再试：",
    errno.EACCES: "没有权限读写，请换个地方或改权限：",
    errno.EPERM: "没有权限读写，请换个地方或改权限：",
    errno.EROFS: "这里只能读，请用 --out 写到别处：", errno.ENOTDIR: "路径中间有一段不是文件夹：",
    errno.EEXIST: "已经有同名的文件，请用 --out 写到别处：", errno.ENAMETOOLONG: "路径太长：",
}  # fmt: skip


class Hears(Protocol):
    """What hears a message: our listener, or a Rasa server's."""

    def hear(self, text: str, now: datetime) -> Heard:
        """Everything understood of one message."""
        ...


@dataclass(frozen=True, slots=True)
class Ears:
    """A listener, and a city's own model when one is named."""

    listener: Hears
    history: HistoryModel | None = None


def hear_jsonl(lines: Iterable[str], ears: Ears | Listener, out: TextIO, now: datetime) -> int:
    """One JSON object a line in, one a line out, in order; returns how many lines were broken.

    `now` counts for lines without a "now" of their own. A broken line gives {"error": …}.
    """
    broken = 0
    ears = ears if isinstance(ears, Ears) else Ears(ears)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            answer = answered(json.loads(line), ears, now)
        except (ValueError, TypeError, AttributeError) as wrong:
            answer, broken = {"error": f"第{number}行读不懂：{wrong}"}, broken + 1
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()
    return broken


def answered(row: Any, ears: Ears, now: datetime) -> dict[str, Any]:
    """The answer to one JSON object of a line; raises ValueError when it is none."""
    if not isinstance(row, dict):
        raise ValueError("不是 JSON 对象")
    at = datetime.fromisoformat(row["now"]) if row.get("now") else now
    if at.tzinfo is None:
        raise ValueError("now 缺时区")
    text = str(row.get("text") or " ".join(_columns(row)))
    heard = ears.listener.hear(text, at)
    answer = as_json(heard)
    if ears.history:
        blocks = {name: str(row.get(name) or "") for name in ears.history.columns}
        if not any(blocks.values()):
            blocks[ears.history.columns[-1]] = text
        encoder = getattr(ears.listener, "encoder", None)
        answer.update(_guessed(ears.history.top(blocks, encoder=encoder)))
    return answer


def _columns(row: dict[str, Any]) -> Iterator[str]:
    return (str(value) for name, value in row.items() if name != "now" and isinstance(value, str))


def _guessed(guesses: tuple[Guess, ...]) -> dict[str, Any]:
    first = guesses[0] if guesses else None
    return {
        "category": first.code if first else None,
        "confidence": first.confidence if first else 0.0,
        "top3": [{"code": g.code, "confidence": g.confidence} for g in guesses],
    }


def as_json(heard: Heard) -> dict[str, Any]:
    """One message as `fengqiao hear --jsonl` writes it; its shape is a promise."""
    return {
        "act": heard.act,
        **_guessed(heard.guesses),
        "emergency": heard.danger.kind if heard.danger else None,
        "place": heard.spot.text if heard.spot else None,
        "grids": list(heard.spot.grids) if heard.spot else [],
        "times": [_time(span) for span in heard.times],
        "phones": list(heard.phones),
        "tickets": list(heard.tickets),
        "amounts": list(heard.amounts),
        "plates": list(heard.plates),
        "names": list(heard.names),
        "people": heard.people,
        "parts": [
            {
                "text": part.text,
                "category": part.guesses[0].code if part.guesses else None,
                "place": part.spot.text if part.spot else None,
            }
            for part in heard.parts
        ],
    }  # fmt: skip


def _time(span: Span) -> dict[str, str | None]:
    end = span.end.isoformat() if span.end else None
    return {"text": span.text, "start": span.start.isoformat(), "end": end}


def train_command(args: Any, at: datetime, say: Progress = print) -> int:
    """`fengqiao train`: with `history` on a city's table, else on the sentences of `data`.

    Reads args.history, args.text, args.label, args.map, args.out, args.data, and args.encoder,
    which may be None; returns the exit code. Ended early it leaves what was there.
    """
    from nlu.history import train_history
    from nlu.training import train

    try:
        if getattr(args, "history", None):
            train_history(_tickets(args, say), Path(args.out), say, getattr(args, "encoder", None))
        else:
            train(Path(args.data), Path(args.out), at, say)
    except (ValueError, OSError) as wrong:  # a broken table is the former
        say(f"训练没有完成：{_of_system(wrong) if isinstance(wrong, OSError) else wrong}")
        return 1
    except KeyboardInterrupt:
        say("停下了，没有写新的模型；原来有的还在。")
        return _INTERRUPTED
    return 0


def _tickets(args: Any, say: Progress) -> Tickets:
    """The tickets of args.history with their labels, or, by args.map, our codes."""
    from nlu.history import all_tickets, frequent
    from nlu.historycodes import mapped, read_codes

    columns = [name.strip() for name in _COMMA.split(str(args.text)) if name.strip()]
    table = getattr(args, "map", None)
    codes = read_codes(Path(table), say) if table else None
    tickets = all_tickets(Path(args.history), columns, str(args.label).strip(), say)
    return frequent(mapped(tickets, codes, say) if codes else tickets, say)


def _of_system(wrong: OSError) -> str:
    """What the system refused, in words for who runs the command."""
    where = wrong.filename or ""
    return f"{_REFUSED.get(wrong.errno or 0, '读写出错')}{where}（{wrong.strerror or wrong}）"


def evaluate_command(args: Any, listener: Hears, at: datetime, say: Progress = print) -> int:
    """`fengqiao evaluate`: scores a listener on args.files; a table and JSON, or, with args.json,
    JSON only. Returns the exit code."""
    from nlu.evaluate import evaluate, print_table, read_cases

    try:
        history = history_of(getattr(args, "model", None))
        cases = read_cases([Path(name) for name in args.files])
    except (ValueError, OSError) as wrong:
        say(f"没有评测：{wrong}")
        return 1
    scores = evaluate(
        cases, lambda text, now: answered({"text": text}, Ears(listener, history), now), at
    )
    if not getattr(args, "json", False):
        print_table(scores, say)
    say(json.dumps(scores, ensure_ascii=False, indent=1))
    return 0


def history_of(folder: str | Path | None) -> HistoryModel | None:
    """The city's model of a folder, or None when none is named or the folder holds our own kind.

    Raises ValueError when there is neither.
    """
    if folder is None or (Path(folder) / "model.json").exists():
        return None
    from nlu.historymodel import load_history

    return load_history(Path(folder))

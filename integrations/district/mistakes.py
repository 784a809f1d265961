"""What is wrong with a district's files, by file and line, in Chinese."""

from __future__ import annotations

from dataclasses import dataclass, field

SEVERITIES = {"error": "错误", "warning": "提醒"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. An "error" stops the district from being used, a "warning" does not."""

    severity: str
    file: str
    line: int  # from 1; 0 when it is about the whole file
    words: str

    def __str__(self) -> str:
        line = f" 第{self.line}行" if self.line else ""
        return f"{SEVERITIES[self.severity]}：{self.file}{line}：{self.words}"


class Unreadable(ValueError):
    """A district that cannot be used; the message lists every error for its administrator."""

    def __init__(self, folder: str, mistakes: list[Mistake]) -> None:
        lines = "\n".join(str(each) for each in mistakes)
        super().__init__(f"区划资料“{folder}”有错误，请先改好：\n{lines}")
        self.mistakes = mistakes


@dataclass
class Notes:
    """Collects mistakes while files are read."""

    mistakes: list[Mistake] = field(default_factory=list)
    roots: set[Mistake] = field(default_factory=set)

    def error(self, file: str, line: int, words: str) -> None:
        self.mistakes.append(Mistake("error", file, line, words))

    def unread(self, file: str, line: int, words: str) -> None:
        """An error that leaves a whole file unread: much of what else is found follows from it."""
        self.error(file, line, words)
        self.roots.add(self.mistakes[-1])

    def warn(self, file: str, line: int, words: str) -> None:
        self.mistakes.append(Mistake("warning", file, line, words))

    @property
    def errors(self) -> list[Mistake]:
        return [each for each in self.mistakes if each.severity == "error"]

"""Consents to recording a sitting, and where recordings lie and until when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Row, select, update

from integrations.seal import Seal
from integrations.sql.boxes import new_id
from integrations.sql.schema import recording_answers, recordings
from mediation.recording import Answer, Recording


class Recordings:
    """Rows only grow: an answer is never changed, a newer one is written after it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def answers(self, case: str, start: datetime) -> tuple[Answer, ...]:
        """What was said about recording the sitting that begins then, oldest first."""
        a = recording_answers.c
        query = select(recording_answers).where(a.case == case, a.start == start).order_by(a.id)
        return tuple(Answer(row.person, row.answer, row.at, row.wording, row.how, row.by)
                     for row in self.connection.execute(query))  # fmt: skip

    def all_answers(self, case: str) -> list[tuple[datetime, Answer]]:
        """The proof of all sittings, oldest first."""
        a = recording_answers.c
        query = select(recording_answers).where(a.case == case).order_by(a.id)
        return [(row.start, Answer(row.person, row.answer, row.at, row.wording, row.how, row.by))
                for row in self.connection.execute(query)]  # fmt: skip

    def add_answer(self, case: str, start: datetime, answer: Answer) -> None:
        """Write down an answer."""
        row = {"case": case, "start": start, "person": answer.person, "answer": answer.answer,
               "at": answer.at, "wording": answer.wording, "how": answer.how,
               "by": answer.by}  # fmt: skip
        self.connection.execute(recording_answers.insert().values(row))

    def add(self, case: str, made: Recording, seal: Seal) -> int:
        """Write down where a recording lies; the place is sealed."""
        row = {"case": case, "start": made.start, "place": seal.close(made.place), "at": made.at,
               "by": made.by, "keep_until": made.keep_until}  # fmt: skip
        return new_id(self.connection, recordings, row)

    def of(self, case: str, seal: Seal) -> list[Recording]:
        """The recordings of a case."""
        query = select(recordings).where(recordings.c.case == case).order_by(recordings.c.id)
        return [_recording(row, seal) for row in self.connection.execute(query)]

    def destroyed(self, row: int, now: datetime, by: str) -> bool:
        """It is gone, and so is the word of where it lay; False when it was before."""
        where = (recordings.c.id == row, recordings.c.destroyed.is_(None))
        values = {"destroyed": now, "destroyed_by": by, "place": b""}
        query = update(recordings).where(*where).values(values)
        return self.connection.execute(query).rowcount == 1


def _recording(row: Row[object], seal: Seal) -> Recording:
    return Recording(row.id, row.start, seal.open(row.place), row.at, row.by, row.keep_until,
                     row.destroyed, row.destroyed_by)  # fmt: skip

"""Fits the ears of a model side by side: each in a process of its own where there are cores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nlu.dangers import Limits
from nlu.linear import Linear
from nlu.overall import Overall

_MANY = 5_000  # rows from which a second process is worth its start
_PROCESSES = 2  # each holds its own features: more would want more memory than a small machine has


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fitted ear and its scores on what it had not seen; with the ear for danger also its bounds
    and the ear for whole messages."""

    ear: Linear
    scores: dict[str, float]
    limits: Limits | None = None
    overall: Overall | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One ear to fit."""

    name: str
    rows: int
    work: Callable[[], Outcome]


def side_by_side(jobs: Sequence[Job]) -> Iterator[tuple[str, Outcome]]:
    """The outcomes in the order of the jobs, each with its name; the longest should be first."""
    from joblib import Parallel, cpu_count, delayed

    many = max((job.rows for job in jobs), default=0) >= _MANY
    processes = min(_PROCESSES, cpu_count()) if many else 1
    parallel = Parallel(n_jobs=processes, return_as="generator", batch_size=1)
    done = parallel(delayed(job.work)() for job in jobs)
    for job, outcome in zip(jobs, done, strict=True):
        yield job.name, outcome

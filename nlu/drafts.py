"""A folder that is written whole or not at all: what stood in it stays until the new is ready."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_DRAFT = ".new"


@contextmanager
def draft(folder: Path, last: str, optional: Sequence[str] = ()) -> Iterator[Path]:
    """A folder to write into; its files move over when all went well, and `last` the last of them.

    Without `last` the folder counts as empty, so what is between is never taken for a whole. Of
    the files that stood there, those that may be missing are taken away unless they come again.
    Raises OSError at once where nothing can be written.
    """
    fresh = not folder.exists()
    made = folder / _DRAFT
    shutil.rmtree(made, ignore_errors=True)  # of one that was killed
    made.mkdir(parents=True)
    try:
        yield made
        (folder / last).unlink(missing_ok=True)
        for name in optional:
            (folder / name).unlink(missing_ok=True)
        for path in sorted(made.iterdir(), key=lambda path: path.name == last):
            os.replace(path, folder / path.name)
    finally:
        shutil.rmtree(made, ignore_errors=True)
        with suppress(OSError):
            if fresh and not any(folder.iterdir()):
                folder.rmdir()

"""From nothing to the first answer, in processes of their own: seconds, and memory afterwards."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.prepare import prepare_model
from bot.settings import ROOT, Settings

STARTS = 3  # the first of them makes the dictionary and the tables
PATIENCE = 60.0  # seconds
ASKED = '{"text": "幸福里3号楼楼道灯坏了半个月没人管"}\n'


def model() -> str:
    """The installation's own model, trained first if need be."""
    named = os.environ.get("FENGQIAO_MODEL", "")
    if not named:
        prepare_model(Settings(demo="1"), print)
    return named or str(ROOT / "var" / "model")


def begun(command: list[str], folder: str, port: int = 0) -> subprocess.Popen[str]:
    """One of our commands, with files and a store of its own and without Telegram, whatever is set
    here; without the encoder unless it is asked for."""
    env = {"FENGQIAO_ENCODER": "0", **os.environ, "FENGQIAO_FILES": folder, "FENGQIAO_DEMO": "1",
           "FENGQIAO_MODEL": model(), "FENGQIAO_PORT": str(port), "FENGQIAO_HOST": "127.0.0.1",
           "FENGQIAO_DATABASE_URL": "", "FENGQIAO_TELEGRAM_TOKEN": "",
           "FENGQIAO_PAGER_URL": ""}  # fmt: skip
    return subprocess.Popen([sys.executable, "-m", "bot.command", *command], env=env, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL)  # fmt: skip


def weight(process: subprocess.Popen[str]) -> int:
    """Megabytes a process holds (Linux)."""
    lines = Path(f"/proc/{process.pid}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


def hearing() -> dict[str, Any]:
    """`fengqiao hear --jsonl`: from the start to the first answer."""

    def once(folder: str) -> tuple[float, int]:
        start = time.perf_counter()
        process = begun(["hear", "--jsonl"], folder)
        assert process.stdin
        assert process.stdout
        process.stdin.write(ASKED)
        process.stdin.flush()
        process.stdout.readline()
        found = time.perf_counter() - start, weight(process)
        process.communicate()
        return found

    return _figures(once)


def serving() -> dict[str, Any]:
    """`fengqiao serve`: from the start to the first /health that is well."""

    def once(folder: str) -> tuple[float, int]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        start = time.perf_counter()
        process = begun(["serve"], folder, port)
        while not _well(port) and time.perf_counter() - start < PATIENCE:
            time.sleep(0.02)
        found = time.perf_counter() - start, weight(process)
        process.terminate()
        process.communicate()
        return found

    return _figures(once)


def _well(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _figures(once: Callable[[str], tuple[float, int]]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        took = [once(folder) for _ in range(STARTS)]
    return {"first_start_s": round(took[0][0], 2), "start_s": round(min(s for s, _ in took), 2),
            "rss_mb": max(mb for _, mb in took)}  # fmt: skip


BENCHES: dict[str, Callable[[], dict[str, Any]]] = {
    "first answer of hear": hearing,
    "first health of serve": serving,
}

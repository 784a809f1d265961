"""`python -m bot.telegram_emulator`: the emulator by itself, until interrupted."""

from __future__ import annotations

import argparse
import threading

from bot.telegram_emulator.emulator import TOKEN, Emulator


def main() -> None:
    """Serve on 127.0.0.1 and say how a bot is pointed here."""
    parser = argparse.ArgumentParser(description="A Telegram Bot API server for trying a bot out.")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=TOKEN)
    given = parser.parse_args()
    with Emulator(given.token, given.port) as telegram:
        print(f"page:  {telegram.url}/")
        print(f"FENGQIAO_TELEGRAM_API={telegram.url}")
        print(f"FENGQIAO_TELEGRAM_TOKEN={telegram.token}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()

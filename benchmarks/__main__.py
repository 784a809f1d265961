"""`python -m benchmarks [name …]`: the house and the listener, in figures and ratios."""

from __future__ import annotations

import sys

from benchmarks import house, listener, nlu_history, nlu_rasa, nlu_training, starting


def main() -> None:
    """Run the benchmarks named, or all; one line each."""
    parts = (listener, nlu_training, nlu_history, nlu_rasa, house, starting)
    every = {name: bench for part in parts for name, bench in part.BENCHES.items()}
    unknown = [name for name in sys.argv[1:] if name not in every]
    if unknown:
        sys.exit(f"no benchmark {unknown}; there are: {', '.join(every)}")
    for name in sys.argv[1:] or every:
        figures = every[name]()
        print(f"{name:30}", "  ".join(f"{k} {v}" for k, v in figures.items()), flush=True)


if __name__ == "__main__":
    main()

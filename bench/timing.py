"""Medians of runs that take turns, so that a slow minute of the machine strikes all alike."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "seeds" / "documents"
ZHITU = [sys.executable, "-c", "import sys, zhitu; sys.exit(zhitu.main())"]


def medians(runs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Seconds of each run: the median over rounds in which they take turns, after one round that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            if turn:
                seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def run_zhitu(*arguments: str, cwd: Path = ROOT) -> None:
    """The command in a process of its own, quietly."""
    subprocess.run([*ZHITU, *arguments], cwd=cwd, check=True, capture_output=True)


def run_python(script: str, *arguments: str) -> str:
    """A script in a process of its own; what it printed."""
    ran: Sequence[str] = [sys.executable, "-c", script, *arguments]
    return subprocess.run(ran, cwd=ROOT, check=True, capture_output=True, text=True).stdout

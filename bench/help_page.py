"""How long `zhitu --help` takes, beside an interpreter that does nothing."""

from collections.abc import Iterator

from bench.timing import medians, run_python, run_zhitu


def measure() -> Iterator[str]:
    found = medians({"help": lambda: run_zhitu("--help"), "bare": lambda: run_python("pass")}, rounds=7)
    yield f"zhitu --help: {found['help']:.2f} s (a bare interpreter: {found['bare']:.2f} s)"

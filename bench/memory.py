"""Peak memory of an ingest of the source documents, in a process of its own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.timing import DOCUMENTS, run_python

# VmHWM where there is one: ru_maxrss may count what the parent took before
_PEAK = """
import pathlib, resource, sys
status = pathlib.Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
counted = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
print(next((line.split()[1] for line in lines if line.startswith("VmHWM")), counted))
"""
_INGEST = "import sys, zhitu; zhitu.main(['ingest', sys.argv[1], '--store', sys.argv[2]])"


def measure() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        ingest = run_python(_INGEST + _PEAK, str(DOCUMENTS), str(Path(folder) / "store"))
    bare = run_python(_PEAK)
    yield f"peak memory of that ingest: {_mebibytes(ingest):.0f} MiB (a bare interpreter: {_mebibytes(bare):.0f} MiB)"


def _mebibytes(printed: str) -> float:
    """The last line printed is in kibibytes."""
    return int(printed.split()[-1]) / 1024

"""The source documents into an empty store, with the start of the command, beside reading them alone."""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.timing import DOCUMENTS, medians, run_zhitu


def measure() -> Iterator[str]:
    count = len(list(DOCUMENTS.glob("*.txt")))
    with tempfile.TemporaryDirectory() as folder:
        fresh = (str(Path(folder) / f"store-{n}") for n in itertools.count())
        held = next(fresh)
        runs = {
            "empty": lambda: run_zhitu("ingest", str(DOCUMENTS), "--store", next(fresh)),
            "again": lambda: run_zhitu("ingest", str(DOCUMENTS), "--store", held),
        }
        found = medians(runs, rounds=5)
    yield f"ingest of {count} documents into an empty store, start included: {found['empty']:.2f} s"
    yield f"the same into a store that holds them already: {found['again']:.2f} s"

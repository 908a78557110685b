"""The audit of a thousand generated plans, beside that of a hundred: linear in their number; and of the sources."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from graph.answers.auditing import Auditor
from graph.build import ingest
from graph.reference import load_reference
from graph.settings import NOBODY
from graph.store import open_store
from ingest.pipeline import read_file, read_source
from tests.grammar import generate
from tests.reading import source_text

FEW, MANY = 100, 1_000
DOCUMENTS = Path(__file__).parent.parent / "seeds" / "documents"


def measure() -> Iterator[str]:
    reference = load_reference()
    with tempfile.TemporaryDirectory() as folder:
        rates = {}
        for count in (FEW, MANY):
            url = str(Path(folder) / str(count))
            readings = [read_source(source_text(generate(seed).text), reference) for seed in range(count)]
            with closing(open_store(url)) as store:
                ingest(store, reference, readings)
            rates[count] = _rate(url, count)
        url = str(Path(folder) / "sources")
        with closing(open_store(url)) as store:
            sources = [read_file(path, reference) for path in sorted(DOCUMENTS.iterdir())]
            ingest(store, reference, sources)
        own = _rate(url, len(sources))
    yield (
        f"audit of {MANY} generated plans: {rates[MANY]:.0f} documents/s, {rates[MANY] / rates[FEW]:.2f} × the rate "
        f"of {FEW}; the source documents, ten times as long, in one process: {own:.0f} documents/s"
    )


def _rate(url: str, count: int) -> float:
    with closing(open_store(url, read_only=True)) as store:
        begun = time.perf_counter()
        Auditor().rows(store, elsewhere=(url, NOBODY))
        return count / (time.perf_counter() - begun)

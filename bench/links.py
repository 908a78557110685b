"""Lineage, comparison and audit of the source documents against annotations by hand (tests/gold/links)."""

import json
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.answers.auditing import Auditor, FindingRow
from graph.answers.compared import Asked, compared
from graph.build import ingest
from graph.parameters import DocumentFilter, DocumentId
from graph.queries import DOCUMENTS, TASK_LINKS
from graph.reference import load_reference
from graph.store import GraphStore, open_store
from ingest.pipeline import read_file

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold" / "links"
DOCUMENTS_FOLDER = ROOT / "seeds" / "documents"
FITTED = ("chongqing-2012", "alxa-2016", "jiangyou-2017")  # the rules were made with these before the eyes
_ALIKE = 0.7  # of two headings that are one

Row = Mapping[str, Any]


@dataclass(slots=True)
class Count:
    """Right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """0 to 1."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0


def gold(name: str) -> list[Row]:
    """The rows of one list."""
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()]


def measure() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        url = str(Path(folder) / "store")
        with closing(open_store(url)) as store:
            ingest(store, load_reference(), [read_file(path, load_reference()) for path in DOCUMENTS_FOLDER.iterdir()])
            lineage = task_lineage(store)
            verdicts, counterparts = target_comparison(store)
            conflicts, known, reported, alarms = findings(store)
    fitted, others = _summed(lineage, FITTED), _summed(lineage, set(lineage) - set(FITTED))
    yield f"task lineage: F1 {fitted.f1:.3f} on three source documents, {others.f1:.3f} on two no rule was fitted to"
    yield f"target comparison: {verdicts:.3f} of the verdicts right, F1 {counterparts.f1:.3f} of the counterparts"
    yield f"audit: {conflicts} certain conflicts found; {known} of {reported} findings known; {alarms} look-alikes"


def task_lineage(store: GraphStore) -> dict[str, Count]:
    """By document: direct links to clauses of the outline; those that are only related count neither way."""
    ids = _ids(store)
    counts: dict[str, Count] = defaultdict(Count)
    for name, rows in _by_document(gold("task_lineage")):
        links: dict[str, set[str]] = defaultdict(set)
        for link in store.run(TASK_LINKS, DocumentId(ids[name])):
            if link.upstream_id == ids["outline"]:
                links[link.task].add(_bare(link.upstream_task))
        for row in rows:
            task = max(links, key=lambda each: _alike(row["title"], each), default="")
            said = links[task] if _alike(row["title"], task) >= _ALIKE else set()
            kinds = {_bare(path[-1]): strength for path, strength in zip(row["outline"], row["strengths"], strict=True)}
            direct = {clause for clause, strength in kinds.items() if strength == "direct"}
            count = counts[name]
            count.right += len(direct & said)
            count.wrong += len(said - kinds.keys())
            count.missed += len(direct - said)
    return counts


def target_comparison(store: GraphStore) -> tuple[float, Count]:
    """The share of verdicts that are right, and the counterparts; where a pair is near, none is right as well."""
    ids = _ids(store)
    found = compared(store, Asked(), load_reference())
    right, count = 0, Count()
    rows = gold("target_comparison")
    for row in rows:
        same = [
            each
            for each in found
            if (each.document_id, each.year, each.value) == (ids[row["doc"]], row["year"], row["value"])
        ]
        best = max(same, key=lambda each: _alike(row["name"], each.indicator or ""), default=None)
        verdict = best.verdict if best and _alike(row["name"], best.indicator or "") >= 0.4 else None
        ok = verdict == row["verdict"] or bool(row["near"] and verdict == "no_counterpart")
        right += ok
        said, meant = verdict not in (None, "no_counterpart"), row["verdict"] != "no_counterpart"
        count.right += said and meant and ok
        count.wrong += said and not (meant and ok)
        count.missed += meant and not said and not row["near"]
    return right / len(rows), count


def findings(store: GraphStore) -> tuple[str, int, int, int]:
    """Certain conflicts found, findings that the gold knows, all of its kinds that were reported, look-alikes."""
    ids = _ids(store)
    reported = Auditor().rows(store)
    known = gold("findings")

    def hit(row: Row, one: FindingRow) -> bool:
        words = [*row["quotes"], *row.get("phrases", ()), *row.get("more_quotes", ())]
        same = one.document_id == ids[row["doc"]]
        return same and any(_hold(_bare(a), _bare(b)) for a in words for b in one.quotes)

    must = [row for row in known if row["kind"].startswith("conflicting_") and row["confidence"] == "certain"]
    got = [row for row in must if any(one.kind == row["kind"] and hit(row, one) for one in reported)]
    kinds = {row["kind"] for row in known} - {"task_without_lead"}
    counted = [one for one in reported if one.kind in kinds]
    true = [one for one in counted if any(row["kind"] == one.kind and hit(row, one) for row in known)]
    alike = gold("non_findings")
    alarms = [one for one in reported if any(row["looks_like"] == one.kind and hit(row, one) for row in alike)]
    return f"{len(got)} of {len(must)}", len(true), len(counted), len(alarms)


def _ids(store: GraphStore) -> dict[str, str]:
    rows = store.run(DOCUMENTS, DocumentFilter(limit=1000))
    ids = {(row.source or "").removesuffix(".txt"): row.document_id for row in rows if row.ingested}
    return ids | {"outline": next(row.document_id for row in rows if row.doc_number == "国发〔2012〕9号")}


def _by_document(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["doc"]].append(row)
    yield from found.items()


def _summed(counts: Mapping[str, Count], names: Iterable[str]) -> Count:
    chosen = [counts[name] for name in names]
    return Count(*(sum(getattr(one, part) for one in chosen) for part in ("right", "wrong", "missed")))


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKC", load_reference().normalise(text))
    return "".join(sign for sign in plain if sign.isalnum()).lower()


def _hold(one: str, other: str) -> bool:
    return bool(one and other and (one in other or other in one))


def _alike(one: str, other: str) -> float:
    """How alike two names are: 1 the same, above 0.6 one holds the other, else the share of common pairs."""
    one, other = _bare(one), _bare(other)
    if not one or not other or one == other:
        return float(bool(one) and one == other)
    if _hold(one, other):
        return 0.6 + 0.4 * min(len(one), len(other)) / max(len(one), len(other))
    first, second = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return len(first & second) / len(first | second) if first | second else 0.0

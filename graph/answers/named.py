"""Answers beyond one query: the queries there are, an overview by place, names that are near."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass
from typing import TypeVar

from graph.errors import ParameterError
from graph.parameters import DocumentFilter, Nothing, PerRegion, Words
from graph.queries import DOCUMENTS, LEADING_DEPARTMENTS, QUERIES, SEARCH, SUMMARY, TEMPLATES
from graph.query import Query
from graph.reference import Reference, load_reference
from graph.rows import DocumentRow, FoundRow
from graph.store import GraphStore

P = TypeVar("P")
R = TypeVar("R")

_LONGEST = 30  # characters of a name that is looked for nearly
_ALL = 1_000_000  # rows: more than any answer has
_PATIENCE = 60.0  # seconds for a look at everything


@dataclass(frozen=True, slots=True)
class Listed:
    """A query, the parameters that it takes (those with = may be left out), and what it answers."""

    query: str
    parameters: tuple[str, ...]
    purpose: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its documents, what they say, and who leads most there (several where they lead equally often)."""

    region_id: str
    region: str
    documents: int
    tasks: int
    targets: int
    projects: int
    departments: tuple[str, ...]
    leads: int


def listed_queries() -> list[Listed]:
    """The named queries that may be asked; the parameters that must be given come first."""
    asked = [query for name, query in sorted(QUERIES.items()) if name not in TEMPLATES]
    told = ((query, sorted(_parameters(query), key=lambda name: "=" in name)) for query in asked)
    return [Listed(query.name, tuple(parameters), query.purpose) for query, parameters in told]


def bound(query: Query[P, R], values: Mapping[str, object]) -> P:
    """The query's parameters; words to look up are given as `words` and normalised. ParameterError as Query.bound."""
    words = values.get("words")
    if query.params is not Words:
        return query.bound(values)
    if not isinstance(words, str):
        raise ParameterError(f"{query.name} needs words to look for: words=质量 for example")
    looked_up = Words.of(load_reference().normalise(words))
    told = {"first": looked_up.first, "others": looked_up.others}
    return query.bound(told | {name: value for name, value in values.items() if name != "words"})


def near(store: GraphStore, words: str, labels: tuple[str, ...], reference: Reference) -> list[FoundRow]:
    """What is called nearly so: names that hold the words, else the longest beginning or end of them; at most five."""
    sought = reference.normalise(words[-_LONGEST:]).casefold().split()
    sought = [max(sought, key=len)] if sought else []
    for word in sought:
        for size in range(len(word), 1, -1):
            for part in dict.fromkeys((word[:size], word[-size:])):
                if found := store.run(SEARCH, Words(part, (), labels, limit=5)):
                    return found
    return []


def totals(store: GraphStore, patience: float = _PATIENCE) -> Counter[str]:
    """How many nodes ("node") and relationships ("relationship") the graph has."""
    counts = Counter[str]()
    for row in store.run(SUMMARY, Nothing(), patience):
        counts[row.kind] += row.count
    return counts


def places(store: GraphStore) -> list[Place]:
    """An overview of the documents that were read, by the place that they govern."""
    own: defaultdict[tuple[str, str], list[DocumentRow]] = defaultdict(list)
    for row in store.run(DOCUMENTS, DocumentFilter(ingested=True, limit=_ALL), _PATIENCE):
        if row.region_id and row.region:
            own[row.region_id, row.region].append(row)
    leaders = _leaders(store)
    found = []
    for (region_id, region), rows in sorted(own.items()):
        tasks, targets, projects = (sum(counts) for counts in zip(*map(_counts, rows), strict=True))
        departments, leads = leaders.get(region_id, ((), 0))
        found.append(Place(region_id, region, len(rows), tasks, targets, projects, departments, leads))
    return found


def _parameters(query: Query[P, R]) -> Iterator[str]:
    if query.params is Words:
        yield "words"
    for field in query.parameters:
        if query.params is not Words or field.name not in ("first", "others"):
            default = "" if field.default is None else field.default
            yield field.name if field.default is MISSING else f"{field.name}={default}"


def _counts(row: DocumentRow) -> tuple[int, int, int]:
    return row.tasks, row.targets, row.projects


def _leaders(store: GraphStore) -> dict[str, tuple[tuple[str, ...], int]]:
    """By place, the departments that lead most often there, and how often; rows come with most leads first."""
    found: dict[str, tuple[tuple[str, ...], int]] = {}
    for row in store.run(LEADING_DEPARTMENTS, PerRegion(limit=_ALL), _PATIENCE):
        names, most = found.get(row.region_id or "", ((), row.leads))
        if row.leads == most and most:
            found[row.region_id or ""] = (*names, row.department), most
    return found

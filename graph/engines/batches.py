"""The statements of cypher/write, run within the transaction that a store holds open.

Labels and types cannot be parameters of Cypher, so a file names them <<label>>, <<type>> …, and one file serves all
labels; only names of the schema are filled in.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from graph.checked import Found
from graph.errors import StoreError

Rows = list[dict[str, Any]]
Run = Callable[[str, Mapping[str, object]], Rows]  # one statement and its parameters
T = TypeVar("T")
K = TypeVar("K")

_BATCH = 5000  # rows a statement: the fastest on both engines


@cache
def write_text(name: str, **names: str) -> str:
    """The statement of cypher/write/<name>.cypher with the labels and types filled in."""
    text = files("cypher").joinpath("write", f"{name}.cypher").read_text("utf-8")
    for slot, value in names.items():
        text = text.replace(f"<<{slot}>>", value)
    return text


def ask(run: Run, name: str, params: Mapping[str, object], **names: str) -> Rows:
    """Run one statement and give its rows."""
    return run(write_text(name, **names), params)


def ask_nodes(run: Run, name: str, params: Mapping[str, object], **names: str) -> set[Found]:
    """Run one statement whose rows are nodes."""
    return {(row["label"], row["id"]) for row in ask(run, name, params, **names)}


def put(run: Run, name: str, rows: Sequence[Mapping[str, object]], **names: str) -> None:
    """Write the rows in batches; raises StoreError where fewer were written than sent, which Cypher does in silence."""
    for batch in batched(rows):
        [row] = ask(run, name, {"rows": batch}, **names)
        if row["written"] != len(batch):
            what = f"{row['written']} of {len(batch)} {' '.join(names.values())} written"
            raise StoreError(f"{what}: the others lead to nodes not in the store")


def batched(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """The rows in batches of the size that both engines like best."""
    return (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))


def drop(run: Run, gone: Iterable[Found]) -> None:
    """Delete these nodes with all their relationships."""
    for label, ids in by_label(gone):
        for some in batched(ids):
            ask(run, "drop_nodes", {"ids": some}, label=label)


def by_label(nodes: Iterable[Found]) -> list[tuple[str, list[str]]]:
    """The ids of each label, in order: two writers that take locks in one order cannot block each other."""
    return [(label, [name for _, name in found]) for label, found in grouped(sorted(nodes), key=lambda node: node[0])]


def grouped(items: Iterable[T], key: Callable[[T], K]) -> list[tuple[K, list[T]]]:
    """The items of each key, by key."""
    groups: defaultdict[K, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return sorted(groups.items())

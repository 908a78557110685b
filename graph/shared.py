"""What a shared node says of itself: the union of what the documents that mention it state."""

from collections import Counter
from collections.abc import Iterable

import orjson

from graph.checked import told
from graph.model import Attributes

States = Iterable[tuple[str, int]]  # what a document states, as JSON, and how many documents state just that


def stated(properties: Attributes, facts: Iterable[str] = ()) -> str:
    """What a document states of a node, as JSON: its properties, and the keys of the reference facts that it brings.

    The same text for the same statements. Kept on MENTIONS as `states`.
    """
    state = {"properties": told(properties), "facts": sorted(facts)}
    return orjson.dumps(state, option=orjson.OPT_SORT_KEYS).decode()


def united(states: States, base: str | None = None) -> dict[str, object]:
    """The properties of a shared node.

    Lists: all their members, sorted. Else: the value that most documents state, of several the smallest, so that the
    order of reading makes no difference. With a base (what the document's own text says of it) only lists are united.
    """
    counts: dict[str, Counter[bytes]] = {}
    lists: dict[str, set[str]] = {}
    for text, count in states:
        for name, value in orjson.loads(text)["properties"].items():
            if isinstance(value, list):
                lists.setdefault(name, set()).update(value)
            else:
                counts.setdefault(name, Counter())[orjson.dumps(value)] += count
    own = {name: _most(c) for name, c in counts.items()} if base is None else orjson.loads(base)["properties"]
    for name, value in own.items():
        if isinstance(value, list):
            lists.setdefault(name, set()).update(value)
    return {**own, **{name: sorted(members) for name, members in lists.items()}}


def facts_of(states: States) -> list[str]:
    """The keys of the reference facts that any document brings about a node."""
    return sorted({key for text, _ in states for key in orjson.loads(text)["facts"]})


def searchable(properties: Attributes) -> str:
    """Name, aliases and document number in lower case with blanks between: what a look-up is compared with."""
    aliases = properties.get("aliases", ())
    words = [
        properties.get("name"),
        *(aliases if isinstance(aliases, list | tuple) else ()),
        properties.get("doc_number"),
    ]
    return " ".join(dict.fromkeys(str(word) for word in words if word)).casefold()


def _most(counts: Counter[bytes]) -> object:
    value, _ = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return orjson.loads(value)

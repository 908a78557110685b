"""Which figures of two versions belong together: those of one indicator, by year."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from graph.analysis.edition import Edition, Work
from graph.analysis.version_words import figure

TargetPair = tuple[str, Work | None, Work | None]  # the indicator's name, the former figure, the current one

_SAME: tuple[Callable[[Work], str], ...] = (figure, lambda work: work.text("year"), lambda _: "")


def target_pairs(former: Edition, current: Edition) -> Iterator[TargetPair]:
    """Figures of one indicator: equal ones first, then those of one year, then in their order.

    A figure that is only said once more, or once less, is no difference.
    """
    for name, old, new in _by_indicator(former, current):
        known = {figure(work) for work in old}, {figure(work) for work in new}
        for key in _SAME:
            for work, other in _paired(old, new, key):
                yield name, work, other
        yield from ((name, work, None) for work in old if figure(work) not in known[1])
        yield from ((name, None, work) for work in new if figure(work) not in known[0])


def _by_indicator(former: Edition, current: Edition) -> Iterator[tuple[str, list[Work], list[Work]]]:
    groups: defaultdict[str, tuple[list[Work], list[Work]]] = defaultdict(lambda: ([], []))
    names: dict[str, str] = {}
    for side, edition in enumerate((former, current)):
        for work in edition.targets:
            indicator = edition.indicators.get(work.id)
            names[indicator or work.name] = edition.name_of(indicator) if indicator else work.name
            groups[indicator or work.name][side].append(work)
    for indicator, (old, new) in groups.items():
        yield names[indicator], old, new


def _paired(old: list[Work], new: list[Work], key: Callable[[Work], str]) -> list[tuple[Work, Work]]:
    """Take out of both lists what has the same key."""
    found = []
    for work in list(old):
        other = next((one for one in new if key(one) == key(work)), None)
        if other is not None:
            old.remove(work)
            new.remove(other)
            found.append((work, other))
    return found

"""Which documents a version derives from or cites that the other does not."""

from collections.abc import Callable, Iterator, Sequence

from graph.analysis import version_words as told
from graph.analysis.difference import Difference, difference
from graph.analysis.edition import Citation

_SAME: tuple[Callable[[Citation], object], ...] = (  # the surest first
    lambda one: (one.document_id, one.doc_number, one.relation),
    lambda one: one.document_id,
    lambda one: one.name,
)


def citations(former: Sequence[Citation], current: Sequence[Citation]) -> Iterator[Difference]:
    """By the document that is meant, then by its name, where only the number differs."""
    old, new = list(former), list(current)
    for key in _SAME:
        for before in list(old):
            after = next((one for one in new if key(one) == key(before)), None)
            if after is None:
                continue
            old.remove(before)
            new.remove(after)
            if (before.doc_number, before.relation) != (after.doc_number, after.relation):
                sentence = told.citation_changed(before, after)
                yield difference("citation_changed", sentence, after.name, (), (before.words, after.words))
    for one in old:
        yield difference("citation_gone", told.citation_gone(one), one.name, (), (one.words, None))
    for one in new:
        yield difference("citation_new", told.citation_new(one), one.name, (), (None, one.words))

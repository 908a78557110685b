"""The audit of one document: all rules, in a visible order."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from graph.analysis.audit.audited import Audited
from graph.analysis.audit.bodies import bodies
from graph.analysis.audit.citations import citations
from graph.analysis.audit.dates import dates
from graph.analysis.audit.figures import figures
from graph.analysis.audit.finding import Finding
from graph.analysis.audit.known import against_known
from graph.analysis.audit.states import states
from graph.analysis.audit.texts import texts
from graph.analysis.audit.twice import twice
from graph.model import Part, Reading
from graph.reference import Reference

RULES: tuple[Callable[[Audited], Iterator[Finding]], ...] = (twice, figures, citations, bodies, dates, states, texts)
_ORDER = {"high": 0, "medium": 1, "low": 2}


def audit(
    part: Part,
    reading: Reading,
    reference: Reference,
    numbers: Mapping[str, str] = {},
    titles: Mapping[str, str] = {},
) -> list[Finding]:
    """What a careful reader would ask about, the gravest first; never mended by itself.

    With what is known of other documents (see known.py) also what the document says against that.
    """
    audited = Audited(part, reading, reference)
    found = [one for rule in RULES for one in rule(audited)]
    return in_order([*found, *against_known(audited, numbers, titles)])


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """The gravest first, each once."""
    return sorted(dict.fromkeys(found), key=lambda one: (_ORDER[one.severity], one.kind, one.places))

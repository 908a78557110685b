"""What a document says against what is known from elsewhere: numbers of documents, and bodies that no table knows."""

import re
from collections.abc import Iterator, Mapping

from graph.analysis.audit.audited import Audited, span_of
from graph.analysis.audit.citations import cited_documents
from graph.analysis.audit.finding import Finding, finding

_YEARS = re.compile(r"[(][^()]*\d{4}[^()]*[)]|\s")


def against_known(audited: Audited, numbers: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[Finding]:
    """Citations that contradict what is known, and bodies that are not known.

    `numbers` has the number of each known document by the key of its title, `titles` the name by its number.
    """
    yield from _numbers(audited, numbers, titles)
    yield from _bodies(audited)


def _numbers(audited: Audited, numbers: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[Finding]:
    for key, mentions in cited_documents(audited).items():
        for mention, span in mentions:
            number = str(mention.attributes.get("doc_number", ""))
            known = numbers.get(key, "")
            if number and known and number != known:
                why = f"《{mention.name}》的文号应为 {known},写的是 {number}"
                yield finding("wrong_doc_number", "high", (span,), why, f"《{mention.name}》({known})")
            elif number and not known and (other := titles.get(number)) and not _is_alike(mention.name, other):
                yield finding(
                    "wrong_doc_number", "high", (span,), f"{number} 是《{other}》的文号", f"《{other}》({number})"
                )


def _is_alike(title: str, other: str) -> bool:
    """Whether one title may stand for the other: 质量发展纲要 for 质量发展纲要(2011-2020年)."""
    few, many = sorted((_YEARS.sub("", title), _YEARS.sub("", other)), key=len)
    return few in many


def _bodies(audited: Audited) -> Iterator[Finding]:
    """An agency whose function no table has: a slip of the pen, or a body that does not exist there."""
    known = {function.function for function in audited.reference.departments}
    for duty in audited.duties:
        for body, edge in (*duty.leads.items(), *duty.cooperates.items()):
            told = audited.nodes[body].properties
            if told.get("kind") == "agency" and told.get("function") not in known:
                why = f"机构名称库中没有“{audited.name(body)}”,请核对名称"
                yield finding("unknown_body", "medium", (span_of(edge),), why)

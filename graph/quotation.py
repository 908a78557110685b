"""A quotation as offices write it: 《title》(number)clause:“words”, ready to be put into a report."""

from collections.abc import Sequence

from graph.errors import NotFound
from graph.model import Reading, Span
from graph.rows import DocumentRow, EdgeRow
from graph.store import GraphStore

_DUTIES = ("LEADS", "COOPERATES")
_LONGEST = 120  # characters of a duty's quotation; a longer one is shortened between the task and its phrase
_TOGETHER = 120  # characters that may stand between a task and its phrase: the cells of a table
_SHORTEST = 20  # characters that are left of a task, however long its phrase
_LEFT_OUT = "……"


def quotation(title: str, doc_number: str | None, path: Sequence[str] | None, quote: str) -> str:
    """《质量发展纲要》(国发〔2012〕9号)三、强化企业质量主体作用:“…”; without number or clause where there is none.

    Quotation marks within the words become single ones, as GB/T 15834-2011 (4.8.3.2) asks.
    """
    number = f"({doc_number})" if doc_number else ""
    clause = " ".join(path or ())
    inner = quote.replace("“", "‘").replace("”", "’")
    return f"《{title.strip('《》')}》{number}{clause}:“{inner}”"


def quotation_of(edge: EdgeRow, document: DocumentRow | None, reading: Reading | None) -> str | None:
    """The quotation of an edge; None where it is no document that says so: a row of reference data is not quoted.

    That of a duty gives the words of its task too, for a phrase alone, (盟市場監管局負責), says nothing.
    """
    if document is None or edge.start_char is None or edge.end_char is None or not edge.quote:
        return None
    words = duty_words(edge, reading) if reading and edge.relation in _DUTIES else None
    return quotation(document.document, document.doc_number, edge.path, words or edge.quote)


def stored_quotation(store: GraphStore, edge: EdgeRow, document: DocumentRow | None) -> str | None:
    """The quotation of an edge where nobody holds the Reading of its document yet."""
    reading = None
    if document and document.sha256 and edge.relation in _DUTIES:
        try:
            reading = store.reading(document.sha256)
        except NotFound:
            reading = None
    return quotation_of(edge, document, reading)


def duty_words(edge: EdgeRow, reading: Reading) -> str | None:
    """The task and its phrase as one stretch of the text; None where they do not stand together."""
    task = _task(edge, reading)
    if task is None or edge.start_char is None or edge.end_char is None:
        return None
    if reading.text[edge.start_char : edge.end_char] != edge.quote:
        return None
    if edge.start_char <= task.start_char:  # 领导小组负责全市质量强市工作: the phrase begins the task
        stretch = reading.text[edge.start_char : max(task.end_char, edge.end_char)]
        kept = max(_LONGEST, edge.end_char - edge.start_char)
        near = task.start_char - edge.end_char <= _TOGETHER
        return (stretch if len(stretch) <= kept else stretch[:kept] + _LEFT_OUT) if near else None
    if edge.start_char - task.end_char > _TOGETHER:
        return None
    before = reading.text[task.start_char : edge.start_char]
    return _shortened(before, _LONGEST - len(edge.quote)) + edge.quote


def _task(edge: EdgeRow, reading: Reading) -> Span | None:
    """Where the task of a duty stands; None where several share the phrase and none has its name."""
    told = [
        one.object
        for one in reading.statements
        if one.relation == edge.relation
        and (one.evidence.start_char, one.evidence.end_char) == (edge.start_char, edge.end_char)
        and one.object.kind == edge.target_label
    ]
    spans = {one.evidence for one in told if one.name == edge.target_name} or {one.evidence for one in told}
    return spans.pop() if len(spans) == 1 else None


def _shortened(words: str, length: int) -> str:
    """The begin of the words up to the end of a sentence or part of one, if they are longer than this."""
    length = max(length, _SHORTEST)
    if len(words) <= length:
        return words
    begin = words[: length - len(_LEFT_OUT)]
    end = max(begin.rfind(mark) for mark in "。;;,,")
    return (begin[: end + 1] if end >= _SHORTEST // 2 else begin) + _LEFT_OUT

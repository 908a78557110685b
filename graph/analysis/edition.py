"""One version of a document as it is compared: its works with their words, who answers for them, what it cites."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.answers.matrix import MARKS, mark_of
from graph.links.subjects import heading_key, subject_of
from graph.model import Edge, Node, Part, Value
from graph.reference import Reference

_OWNING = {"Task": "HAS_TASK", "Target": "SETS", "Project": "PLANS"}
_ROLES = ("LEADS", "COOPERATES")
_CITING = ("DERIVES_FROM", "CITES")
TIMES = {"deadline_text": "完成时限", "recurrence": "频次"}  # by when and how often, as people call it
_SENTENCE = re.compile(r"[^。;；!！?？]+[。;；!！?？]*")
_TOLD, _FIGURE = b"\1", b"\2"  # what is told elsewhere; a figure
_DONE = "完成"  # belongs to its deadline
_SIGNS = re.compile(r"[\W_]+")
_YEARS = re.compile(r"(?:到|至)?(?:19|20)\d{2}年(?:底|末)?(?:之?前|以前)?")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a version with their place, and the key of the relationship that shows them."""

    quote: str
    start_char: int | None
    end_char: int | None
    path: tuple[str, ...] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """A body that answers for a work: its name as the words have it, and the mark of its strongest role."""

    department_id: str
    name: str
    function: str
    mark: str
    mode: str
    scope: str
    words: Words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause: its place, and what it says besides bodies, figures and deadlines."""

    start_char: int
    end_char: int
    says: str


@dataclass(slots=True)
class Work:
    """A task, project or target of one version: what it is compared by."""

    node: Node
    words: Words
    name: str
    key: str
    subject: str
    parent: str | None
    body: str  # its text without signs and without the phrases of who answers for it
    pairs: frozenset[str]  # of characters, of the body
    sentences: tuple[Sentence, ...] = ()
    duties: Mapping[str, Duty] = field(default_factory=dict)  # by department

    @property
    def id(self) -> str:
        """The id of its node."""
        return self.node.id

    @property
    def chapter(self) -> tuple[str, ...]:
        """The headings above it."""
        return self.words.path[:-1] if self.node.properties.get("kind") == "item" else self.words.path

    def text(self, name: str) -> str:
        """A property in words; "" where there is none."""
        return str(self.node.properties.get(name, ""))


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that the version derives from or cites."""

    document_id: str
    name: str
    doc_number: str
    relation: str
    words: Words


class Edition:
    """One version: tasks, projects and targets in the order of the text, and the documents that it names."""

    def __init__(self, part: Part, reference: Reference) -> None:
        self._reference = reference
        self._nodes = {node.id: node for node in part.nodes}
        self._parents = {edge.source: edge.target for edge in part.edges if edge.label == "PART_OF"}
        self._owning = {edge.target: edge for edge in part.edges if edge.source == part.document_id}
        self._duties = self._duties_of(part.edges)
        self._cuts = self._places(part)
        self._starts = [cut.start for cut in self._cuts]
        self.document_id = part.document_id
        self.name = str(self._nodes[part.document_id].properties["name"])
        self.doc_number = str(self._nodes[part.document_id].properties.get("doc_number", ""))
        self.indicators = {edge.source: edge.target for edge in part.edges if edge.label == "MEASURES"}
        self.tasks = self._works("Task")
        self._tasks = {task.id: task for task in self.tasks}
        self._children: defaultdict[str | None, list[Work]] = defaultdict(list)
        for task in self.tasks:
            self._children[task.parent].append(task)
        self.projects = self._works("Project")
        self.targets = [work for work in self._works("Target") if work.text("status") != "observation"]
        self.citations = list(self._citations(part))

    def name_of(self, node_id: str) -> str:
        """The name of a node of this version."""
        return str(self._nodes[node_id].properties["name"])

    def children(self, work: Work) -> list[Work]:
        """The measures of an item."""
        return self._children.get(work.id, [])

    def items(self, work: Work) -> list[Work]:
        """The item of a measure; none of an item."""
        return [self._tasks[work.parent]] if work.parent in self._tasks else []

    def _works(self, label: str) -> list[Work]:
        nodes = (node for node in self._nodes.values() if node.label == label and "text" in node.properties)
        return [self._work(node) for node in sorted(nodes, key=_order)]

    def _work(self, node: Node) -> Work:
        name, start, text = str(node.properties["name"]), _start(node), str(node.properties["text"])
        parent = self._parents.get(node.id)
        first, last = (bisect_left(self._starts, at) for at in (start, start + len(text)))
        inside = self._cuts[first:last]
        duties = [(cut.start - start, cut.end - start) for cut in inside if cut.kind in _ROLES]
        body = _squeezed(self._reference.normalise(_without(text, duties)))
        heading = _squeezed(name)
        if heading in body:
            body = body[body.index(heading) :]
        return Work(
            node=node,
            words=_words(self._owning[node.id]) if node.id in self._owning else Words(text, start, start + len(text)),
            name=name,
            key=heading_key(name, self._reference),
            subject=subject_of(name, self._reference),
            parent=parent if parent in self._nodes else None,
            body=body,
            pairs=frozenset(body[at : at + 2] for at in range(len(body) - 1)),
            sentences=tuple(self._sentences(node, text, start, inside)) if node.label == "Task" else (),
            duties=self._duties.get(node.id, {}),
        )

    def _sentences(self, node: Node, text: str, start: int, inside: Sequence["_Cut"]) -> Iterator[Sentence]:
        """The sentences of a task; those of its measures are theirs."""
        plain = self._reference.normalise(text)
        cuts = [cut for cut in inside if cut.of != node.id]
        for told in (str(node.properties.get(name, "")) for name in TIMES):
            if told and told in plain:
                at = plain.index(told)
                end = at + len(told)
                end += len(_DONE) if plain.startswith(_DONE, end) else 0
                cuts.append(_Cut(start + at, start + end, "deadline", ""))
        covered = bytearray(len(text))
        for cut in cuts:
            begin, end = max(cut.start - start, 0), min(cut.end - start, len(text))
            covered[begin:end] = (_FIGURE if cut.kind == "SETS" else _TOLD) * (end - begin)
        heading = _squeezed(str(node.properties["name"]))
        for number, found in enumerate(_SENTENCE.finditer(text)):
            first, last = found.span()
            says = "".join(plain[at] for at in range(first, last) if not covered[at])
            says = _squeezed(_YEARS.sub("", says) if _FIGURE in covered[first:last] else says)
            if number == 0 and node.properties.get("kind") == "item" and heading in says:
                says = says[says.index(heading) + len(heading) :]
            if says:
                yield Sentence(start + first, start + last, says)

    def _places(self, part: Part) -> list["_Cut"]:
        """Where phrases of duties, figures and measures stand: what is told of them is told there."""
        found = []
        for edge in part.edges:
            inner = edge.label == "HAS_TASK" and edge.target in self._parents
            if (edge.label in (*_ROLES, "SETS") or inner) and isinstance(edge.properties.get("start_char"), int):
                node = self._nodes[edge.target]
                if edge.label in _ROLES:
                    start, end = int(str(edge.properties["start_char"])), int(str(edge.properties["end_char"]))
                else:
                    start, end = _start(node), _start(node) + len(str(node.properties.get("text", "")))
                found.append(_Cut(start, end, edge.label, "" if edge.label in _ROLES else node.id))
        return sorted(dict.fromkeys(found), key=lambda cut: (cut.start, cut.end, cut.kind, cut.of))

    def _duties_of(self, edges: Iterable[Edge]) -> dict[str, dict[str, Duty]]:
        forms = {edge.target: edge.properties.get("forms", ()) for edge in edges if edge.label == "MENTIONS"}
        found: dict[str, dict[str, Duty]] = {}
        for edge in edges:
            if edge.label in _ROLES:
                duty = self._duty(edge, forms.get(edge.source, ()))
                known = found.setdefault(edge.target, {}).get(edge.source)
                if known is None or MARKS.index(duty.mark) < MARKS.index(known.mark):
                    found[edge.target][edge.source] = duty
        return found

    def _duty(self, edge: Edge, forms: Value) -> Duty:
        """A name as the phrase has it is what people know; the full one where it is written otherwise."""
        body, words = self._nodes[edge.source], _words(edge)
        written = [form for form in forms if form in words.quote] if isinstance(forms, tuple) else []
        mode = str(edge.properties.get("mode", ""))
        return Duty(
            department_id=edge.source,
            name=max(written, key=len, default=str(body.properties["name"])),
            function=str(body.properties.get("function", "")),
            mark=mark_of(edge.label, mode),
            mode=mode,
            scope=str(edge.properties.get("scope", "")),
            words=words,
        )

    def _citations(self, part: Part) -> Iterator[Citation]:
        for edge in part.edges:
            if edge.label in _CITING and edge.source == part.document_id and edge.target_label == "Document":
                node = self._nodes[edge.target]
                number = str(node.properties.get("doc_number", ""))
                yield Citation(edge.target, str(node.properties["name"]), number, edge.label, _words(edge))


@dataclass(frozen=True, slots=True)
class _Cut:
    start: int
    end: int
    kind: str
    of: str


def _words(edge: Edge) -> Words:
    told = edge.properties
    start, end, path = told.get("start_char"), told.get("end_char"), told.get("path", ())
    return Words(
        quote=str(told.get("quote", "")),
        start_char=start if isinstance(start, int) else None,
        end_char=end if isinstance(end, int) else None,
        path=path if isinstance(path, tuple) else (),
        key=edge.key,
    )


def _start(node: Node) -> int:
    start = node.properties.get("start_char", 0)
    return start if isinstance(start, int) else 0


def _order(node: Node) -> tuple[int, int, str]:
    return _start(node), -len(str(node.properties["text"])), node.id


def _squeezed(text: str) -> str:
    return _SIGNS.sub("", text)


def _without(text: str, cuts: Iterable[tuple[int, int]]) -> str:
    """The text without these stretches."""
    kept, at = [], 0
    for start, end in sorted(cuts):
        kept.append(text[at : max(at, start)])
        at = max(at, end)
    return "".join((*kept, text[at:]))

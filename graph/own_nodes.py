"""The nodes that belong to one document alone: its tasks, targets and projects, with ids that hold no offset."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from graph.assembly import Assembly, Found, Place, place_of
from graph.deadlines import deadline_in_cell, deadline_of
from graph.model import Attributes, Mention, Statement, Value, content_id
from graph.reference import Reference

_TARGET = ("value", "value_text", "unit", "comparator", "year", "kind", "status", "path")


class OwnNodes:
    """Adds the document's own nodes to its part and knows them by the mention that names them."""

    def __init__(self, assembly: Assembly, statements: Sequence[Statement], reference: Reference, issued: str) -> None:
        """`issued`: when the document was, from which 今年 is counted; "" where it does not say."""
        self._issued = issued
        self._assembly = assembly
        self._statements = statements
        self._reference = reference
        self._found: dict[Place, Found] = {}
        self._mentions: dict[str, list[Mention]] = {"Task": [], "Target": [], "Project": []}

    def __contains__(self, mention: Mention) -> bool:
        return place_of(mention) in self._found

    def found(self, mention: Mention) -> Found:
        """The node that the mention became."""
        return self._found[place_of(mention)]

    def mentions(self, kind: str) -> Sequence[Mention]:
        """The mentions that became nodes of this label."""
        return self._mentions[kind]

    def add_tasks(self) -> None:
        """Items are known by their path and number, measures by their item, or alone by their path."""
        tasks = list(_distinct("Task", self._statements))
        items: Counter[tuple[object, ...]] = Counter()
        for task in (task for task in tasks if task.attributes.get("kind") != "measure"):
            place = (_path(task), str(task.attributes.get("number", "")))
            items[place] += 1
            self._add(task, f"task:{content_id(self._assembly.document_id, *place, items[place])}", self._task(task))
        parents = {place_of(each.subject): each.object for each in self._statements if each.relation == "PART_OF"}
        measures: Counter[str] = Counter()
        for task in (task for task in tasks if task.attributes.get("kind") == "measure"):
            parent = parents.get(place_of(task))
            if parent is not None and parent in self:
                base = self.found(parent)[1]
            else:
                base = f"task:{content_id(self._assembly.document_id, _path(task), '', 0)}"
            measures[base] += 1
            self._add(task, f"{base}:{measures[base]}", self._task(task))

    def add_targets(self, indicator_id: Callable[[str], str]) -> None:
        """A target is known by what it measures and its figure; one that is said twice is numbered."""
        measured = {
            place_of(each.subject): each.object.name for each in self._statements if each.relation == "MEASURES"
        }
        repeats: Counter[str] = Counter()
        for target in _distinct("Target", self._statements):
            indicator = indicator_id(measured.get(place_of(target), target.name))
            told = {name: target.attributes[name] for name in _TARGET if name in target.attributes}
            figure = told.get("value", told.get("value_text", ""))
            figure = f"{figure:.12g}" if isinstance(figure, int | float) else figure
            status = told.setdefault("status", "target")
            same = (self._assembly.document_id, indicator, figure, told.get("unit", ""), told.get("year", ""), status)
            repeats[content_id(*same)] += 1
            self._add(target, f"target:{content_id(*same, repeats[content_id(*same)])}", {**told, **self._text(target)})

    def add_projects(self) -> None:
        """A project is known by its name within the document."""
        for project in _distinct("Project", self._statements):
            path = {"path": project.attributes["path"]} if "path" in project.attributes else {}
            told = {**path, **self._text(project)}
            self._add(project, f"project:{content_id(self._assembly.document_id, project.name)}", told)

    def _add(self, mention: Mention, node_id: str, properties: Attributes) -> None:
        self._mentions[mention.kind].append(mention)
        self._found[place_of(mention)] = self._assembly.node(
            mention.kind, node_id, {"name": mention.name, **properties}
        )

    def _text(self, mention: Mention) -> dict[str, Value]:
        span = mention.evidence
        place: dict[str, Value] = {"text": span.quote, "start_char": span.start_char, "end_char": span.end_char}
        return place | {"document_id": self._assembly.document_id}

    def _task(self, task: Mention) -> dict[str, Value]:
        told = {name: task.attributes[name] for name in ("kind", "path", "number", "order") if name in task.attributes}
        told.setdefault("kind", "item")
        cell = task.attributes.get("deadline_text")
        words = self._reference.normalise(cell if isinstance(cell, str) else task.evidence.quote)
        read = deadline_in_cell if cell else deadline_of
        return {**told, **self._text(task), **read(words, self._issued)}


def _distinct(kind: str, statements: Iterable[Statement]) -> Iterator[Mention]:
    """The mentions of this kind, each once, in the order of the text; a heading before what stands below it."""
    mentions = {
        place_of(mention): mention
        for statement in statements
        for mention in (statement.subject, statement.object)
        if mention.kind == kind
    }
    yield from sorted(
        mentions.values(), key=lambda each: (each.evidence.start_char, -each.evidence.end_char, each.name)
    )


def _path(task: Mention) -> str:
    path = task.attributes.get("path", ())
    return "\x1e".join(path) if isinstance(path, tuple) else str(path)


def smallest_around(inner: Sequence[Mention], outer: Sequence[Mention]) -> dict[Place, Mention]:
    """For each mention of `inner` the shortest of `outer` whose stretch holds it: one walk through the text.

    The walk keeps what is open at the place; stretches nest or follow one another, so that little is ever open.
    """
    around: dict[Place, Mention] = {}
    waiting = sorted(outer, key=lambda each: each.evidence.start_char, reverse=True)
    opened: list[Mention] = []
    for mention in sorted(inner, key=lambda each: each.evidence.start_char):
        start, end = mention.evidence.start_char, mention.evidence.end_char
        while waiting and waiting[-1].evidence.start_char <= start:
            opened.append(waiting.pop())
        opened = [each for each in opened if each.evidence.end_char > start]
        holding = [each for each in opened if each.evidence.end_char >= end]
        if holding:
            around[place_of(mention)] = min(holding, key=lambda each: each.evidence.end_char - each.evidence.start_char)
    return around

"""Tasks as they are compared: their headings and texts without blanks, and how much each word of them tells."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from graph.links.subjects import heading_key, subject_of
from graph.model import Node, Part
from graph.reference import Reference

_FAINTEST = 0.1  # weight of a word that nearly all tasks of the document have
_SIGNS = re.compile(r"[。;!?,:()]")
_BODY = r"(?:局|委|办|厅|部|府|社|院|会|行|中心|公司|部门|单位|乡镇)"
_ROLE = r"(?:牵头|配合|负责|协助|参加)"
_DUTIES = re.compile(  # (牵头单位:市质监局;配合单位:市旅游局) and 由市质监局牵头,市旅游局配合。
    rf"\((?=[^()]*{_BODY})(?=[^()]*(?:{_ROLE}|单位:|落实\)))[^()]*\)"
    rf"|(?:(?<=[。;,])|^)由?[^。;,()]*{_BODY}{_ROLE}(?=[。;,]|$)"
    r"|[【\[(]?(?:责任|牵头|配合|主办|协办|承办|参与)(?:单位|部门)[】\])]?:[^。;]*"
)
_ENDS = re.compile(r"[。;!?]")
_AND = str.maketrans("与及", "和和")
_NUMBER = re.compile(r"第?[一二三四五六七八九十\d]+条?")
_LITTLE = 3  # characters: no more than that says nothing of a matter


class ComparedTask:
    """A task as it is compared: simplified, without blanks."""

    def __init__(self, node: Node, reference: Reference) -> None:
        self.node = node
        self.heading = flat(reference.normalise(str(node.properties["name"])))
        self.key = heading_key(self.heading, reference)
        self.subject = subject_of(self.heading, reference)
        self.in_safeguards = _in_safeguards(node, reference)
        self._whole = reference.normalise(str(node.properties["text"]))
        self._exhortations = reference.words["exhortations"]

    @cached_property
    def text(self) -> str:
        """The whole text, heading and all."""
        return flat(self._whole)

    @cached_property
    def body(self) -> str:
        """What stands behind the heading, without the bodies that are to do it: 市旅游局 says nothing of tourism."""
        return _DUTIES.sub("", self.text.replace(self.heading, "", 1))

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """What stands between two signs in the body."""
        return tuple(phrase for phrase in _SIGNS.split(self.body) if phrase)

    @cached_property
    def is_bare(self) -> bool:
        """Whether the body says nothing of its own: it is empty, or only urges (各级政府要高度重视)."""
        urging = re.compile("|".join(sorted(self._exhortations, key=len, reverse=True)))
        told = (urging.sub("", phrase) for phrase in self.phrases if not _NUMBER.fullmatch(phrase))
        return sum(map(len, told)) <= _LITTLE

    def words(self, terms: Sequence[str]) -> tuple[int, int]:
        """Where in the node's text the sentence stands that has most of the terms; without terms, the heading."""
        start, end = 0, len(self.text)
        if terms:
            start, end = max(self._sentences(), key=lambda s: (sum(t in self.text[slice(*s)] for t in terms), -s[0]))
        elif self.heading in self.text:
            start = self.text.index(self.heading)
            end = start + len(self.heading)
        places = [at for at, character in enumerate(self._whole) if not character.isspace()]
        return (places[start], places[end - 1] + 1) if end > start else (0, len(self._whole))

    def _sentences(self) -> list[tuple[int, int]]:
        ends = [found.end() for found in _ENDS.finditer(self.text)]
        return [(start, end) for start, end in zip([0, *ends], [*ends, len(self.text)], strict=True) if end > start]


class Weights:
    """How much a word tells: what stands in few tasks of the document tells most (inverse document frequency).

    K. Spärck Jones, A statistical interpretation of term specificity, Journal of Documentation 28 (1972).
    """

    def __init__(self, tasks: Sequence[ComparedTask]) -> None:
        self._tasks = tasks
        self._known: dict[str, float] = {}
        self._vectors: dict[tuple[str, bool], dict[str, float]] = {}

    def of(self, word: str) -> float:
        """The weight of a word, 0.1 to 1 and a little more where no task has it."""
        if word not in self._known:
            having = sum(word in task.text for task in self._tasks)
            rare = math.log((len(self._tasks) + 1) / (having + 0.5)) / math.log(len(self._tasks) + 1)
            self._known[word] = max(rare, _FAINTEST)
        return self._known[word]

    def cosine(self, one: ComparedTask, other: ComparedTask, bodies: bool = False) -> float:
        """How alike two of the tasks are in their pairs of characters, 0 to 1; `bodies` without their headings."""
        first, second = self._vector(one, bodies), self._vector(other, bodies)
        return sum(value * second.get(pair, 0.0) for pair, value in first.items())

    @cached_property
    def _pairs(self) -> Counter[str]:
        return Counter(pair for task in self._tasks for pair in _pairs(task.text))

    def _vector(self, task: ComparedTask, body: bool) -> dict[str, float]:
        """Of length 1."""
        if (task.node.id, body) not in self._vectors:
            pairs = set().union(*map(_pairs, task.phrases)) if body else _pairs(task.text)
            told = {pair: math.log((len(self._tasks) + 1) / max(self._pairs[pair], 1)) for pair in sorted(pairs)}
            length = math.sqrt(sum(value * value for value in told.values())) or 1.0
            self._vectors[task.node.id, body] = {pair: value / length for pair, value in told.items()}
        return self._vectors[task.node.id, body]


def items(part: Part) -> Iterator[Node]:
    """Tasks by themselves: items, and measures that belong to none; in the order of the text."""
    within = {edge.source for edge in part.edges if edge.label == "PART_OF" and edge.source_label == "Task"}
    tasks = (node for node in part.nodes if node.label == "Task" and node.id not in within)
    yield from sorted(tasks, key=lambda node: (int(str(node.properties.get("start_char", 0))), node.id))


def flat(text: str) -> str:
    """Without blanks, and one word for 和, 与 and 及."""
    return "".join(text.split()).translate(_AND)


def longest(words: Iterable[str]) -> tuple[str, ...]:
    """Without those that are part of another one: 食品安全 is not 食品 as well."""
    found = list(dict.fromkeys(words))
    return tuple(word for word in found if not any(word != other and word in other for other in found))


def _in_safeguards(task: Node, reference: Reference) -> bool:
    """Whether it stands in the chapter on how the whole is carried out (保障措施, 组织实施)."""
    path = task.properties.get("path", ())
    above = path[:-1] if isinstance(path, tuple) else ()
    return any(word in heading for heading in above for word in reference.words["chapter_safeguards"])


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}

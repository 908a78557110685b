"""The pictures there are: each a name, what it shows, its parameters, and the page that is made of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

from graph.errors import ParameterError
from graph.query import Query
from graph.store import GraphStore
from visualize import chain, layers, layout, lineage, network, responsibilities, surroundings
from visualize.boxes import Box, boxes
from visualize.placed import Placed
from visualize.subgraph import Subgraph

_PAGES = re.compile(r"(?:https?://[^\s\"'<>]+|/[^\s\"'<>]*)?")

Arrange = Callable[[Subgraph, Mapping[str, Box]], Placed]


@dataclass(frozen=True, slots=True)
class Picture:
    """A kind of picture: `show` finds its part of the graph, `arrange` gives each box its place."""

    name: str
    purpose: str
    params: type
    show: Callable[[GraphStore, Any], Subgraph]
    arrange: Arrange

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters it takes; those with = may be left out."""
        return tuple(
            field.name if field.default is MISSING else f"{field.name}={'' if field.default is None else field.default}"
            for field in fields(self.params)
        )

    def bound(self, values: Mapping[str, object]) -> Any:
        """Its parameters from words or values; raises ParameterError as a query does."""
        return Query(self.name, self.params, Subgraph).bound(values)


PICTURES: Mapping[str, Picture] = {
    picture.name: picture
    for picture in (
        Picture(
            "responsibilities",
            "哪个部门负责什么任务 · which department answers for what",
            responsibilities.OfResponsibilities,
            responsibilities.subgraph,
            layout.duties,
        ),
        Picture(
            "lineage",
            "文件之间的依据关系 · which document derives from which",
            lineage.OfLineage,
            lineage.subgraph,
            layers.layers,
        ),
        Picture(
            "chain",
            "从上级条款到责任部门 · from upstream clauses down to who answers",
            chain.OfChain,
            chain.subgraph,
            layers.layers,
        ),
        Picture(
            "neighbourhood",
            "一个节点的周围 · what lies around one node",
            surroundings.OfNode,
            surroundings.subgraph,
            layout.around,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A picture, the parameters that it takes (those with = may be left out), and what it shows."""

    name: str
    parameters: tuple[str, ...]
    purpose: str


def listed_pictures() -> list[Listed]:
    """The pictures that can be drawn."""
    return [Listed(picture.name, picture.parameters, picture.purpose) for picture in PICTURES.values()]


def drawn(store: GraphStore, name: str, values: Mapping[str, object], pages: str = "") -> str:
    """A picture as a page of HTML that needs nothing else; its links begin with `pages`.

    Raises ParameterError for an unknown picture or parameter, NotFound for an unknown id.
    """
    if name not in PICTURES:
        raise ParameterError(f"there is no picture {name}: it is one of {', '.join(PICTURES)}")
    if not _PAGES.fullmatch(pages):
        raise ParameterError(f"the address of the pages begins with http:// or https://, not {pages!r}")
    picture = PICTURES[name]
    return page(picture.show(store, picture.bound(values)), picture.arrange, pages)


def page(shown: Subgraph, arrange: Arrange, pages: str = "") -> str:
    """The page of a part of the graph."""
    measured = boxes(shown)
    placed = arrange(shown, measured) if shown.nodes else Placed({}, "")
    return network.page(shown, measured, placed, pages.rstrip("/"))

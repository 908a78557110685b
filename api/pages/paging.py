"""Lists in pages of a fixed size, and the parameters of forms, where a field left empty is not given."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import AfterValidator, BeforeValidator, Field

from api.deps import ask
from api.params import DepartmentKind, DocumentKind, Level, State, real_day
from graph import query as named
from graph.parameters import Page
from graph.store import GraphStore

P = TypeVar("P", bound=Page)
R = TypeVar("R")

SIZE = 50

_GIVEN = BeforeValidator(lambda value: value or None)
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
GivenId = Annotated[Annotated[str, Field(max_length=300)] | None, _GIVEN, Query()]
GivenLevel = Annotated[Level | None, _GIVEN, Query()]
GivenDepartmentKind = Annotated[DepartmentKind | None, _GIVEN, Query()]
GivenDocumentKind = Annotated[DocumentKind | None, _GIVEN, Query()]
GivenYear = Annotated[Annotated[int, Field(ge=1900, le=2100)] | None, _GIVEN, Query()]
GivenDay = Annotated[str | None, _GIVEN, AfterValidator(real_day), Query()]
GivenState = Annotated[State | None, _GIVEN, Query()]
GivenBool = Annotated[bool | None, _GIVEN, Query()]


@dataclass(frozen=True, slots=True)
class Paged(Generic[R]):
    """Some rows of a longer list: from which number on, and whether there are more."""

    rows: Sequence[R]
    number: int
    size: int
    more: bool

    @property
    def first(self) -> int:
        """The number of the first row shown, counted from 1."""
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + len(self.rows) - 1


async def paged(store: GraphStore, query: named.Query[P, R], params: P, number: int = 1, size: int = SIZE) -> Paged[R]:
    """The page of this number of a query's rows."""
    rows = await ask(store, query, replace(params, skip=(number - 1) * size, limit=size + 1))
    return Paged(rows[:size], number, size, len(rows) > size)


def cut(rows: Sequence[R], number: int = 1, size: int = SIZE) -> Paged[R]:
    """The page of this number of rows that are all here."""
    first = (number - 1) * size
    return Paged(rows[first : first + size], number, size, len(rows) > first + size)

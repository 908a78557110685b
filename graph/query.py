"""A query: a file of cypher/read with the types of its parameters and of its rows."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from functools import cached_property
from importlib.resources import files
from typing import Any, Generic, TypeVar, get_type_hints

from graph.errors import ParameterError

P = TypeVar("P")
R = TypeVar("R")

_YES_NO = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True)
class Query(Generic[P, R]):
    """A named question. `names` fills labels and types in, which cannot be parameters: from the schema only.

    `bounded` says that it looks at one node and what lies around it, however large the graph is.
    """

    name: str
    params: type[P]
    row: type[R]
    names: tuple[tuple[str, str], ...] = ()
    bounded: bool = False

    @cached_property
    def text(self) -> str:
        """The Cypher, read when it is first asked."""
        text = files("cypher").joinpath("read", f"{self.name}.cypher").read_text("utf-8")
        for slot, value in self.names:
            text = text.replace(f"<<{slot}>>", value)
        return text

    @property
    def purpose(self) -> str:
        """What the query answers: the first line of its file."""
        return self.text.partition("\n")[0].removeprefix("// ")

    @cached_property
    def parameters(self) -> tuple["Field[Any]", ...]:
        """The parameters it takes."""
        return fields(self.params)  # type: ignore[arg-type]

    def filled(self, **names: str) -> "Query[P, R]":
        """The query for these labels or types."""
        return Query(self.name, self.params, self.row, (*self.names, *names.items()), self.bounded)

    def values(self, params: P) -> dict[str, object]:
        """The parameters as the engine takes them."""
        return {field.name: getattr(params, field.name) for field in self.parameters}

    def bound(self, values: Mapping[str, object]) -> P:
        """The parameters from words (of a command line or an address) or values.

        Raises ParameterError where one is missing, unknown or of another kind.
        """
        values = {name: value for name, value in values.items() if value != ""}  # left empty is not given
        known = {field.name for field in self.parameters}
        needed = {
            field.name for field in self.parameters if field.default is MISSING and field.default_factory is MISSING
        }
        if wrong := sorted(set(values) - known) or sorted(needed - set(values)):
            problem = "needs" if wrong[0] in needed else "does not know"
            raise ParameterError(
                f"{self.name} {problem} {', '.join(wrong)}; it takes {', '.join(sorted(known)) or 'nothing'}"
            )
        hints = get_type_hints(self.params)
        return self.params(**{name: self._value(name, hints[name], value) for name, value in values.items()})

    def _value(self, name: str, hint: object, value: object) -> object:
        if not isinstance(value, str) or hint in (str, str | None):
            return value
        try:
            if hint in (int, int | None):
                return int(value)
            if hint in (bool, bool | None):
                return _YES_NO[value.lower()]
        except (ValueError, KeyError) as error:
            kind = "a number" if hint in (int, int | None) else "true or false"
            raise ParameterError(f"{self.name}: {name} is {kind}, not {value!r}") from error
        return tuple(value.replace(",", " ").split())

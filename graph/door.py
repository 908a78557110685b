"""The door for programs and notebooks: an open store that answers named queries."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from graph.errors import ZhituError

if TYPE_CHECKING:
    from graph.store import GraphStore


class Rows(list[Any]):
    """The rows of an answer: a list of frozen objects, one field a column."""

    def frame(self) -> Any:
        """The same as a pandas DataFrame, where pandas is installed."""
        try:
            import pandas
        except ImportError as error:
            raise ZhituError(
                "frame() needs pandas: install it into the same environment (pip install pandas)"
            ) from error
        return pandas.DataFrame([asdict(row) for row in self])


class Graph:
    """An open store, for reading: zhitu.open("zhitu-store").query("search", words="标准")."""

    def __init__(self, store: "GraphStore") -> None:
        self.store = store

    def query(self, name: str, **parameters: Any) -> Rows:
        """The rows of a named query; `zhitu query --list` shows the names. ParameterError, StoreError."""
        from graph.answers.named import bound
        from graph.queries import query_named

        query = query_named(name)
        return Rows(self.store.run(query, bound(query, parameters)))

    def close(self) -> None:
        """Let the store go."""
        self.store.close()

    def __enter__(self) -> "Graph":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

"""How many nodes a picture may have, and up to how many of them it is drawn in full."""

from graph.errors import ParameterError

NODES = 1000  # more can be asked for
MOST_NODES = 10_000  # beyond it a browser stands still
ROUTED = 200  # up to so many, lines run beside boxes; of more lines the bands hide all, and no name is read


def checked(limit: int) -> None:
    """Raise ParameterError for a limit that is out of bounds."""
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= MOST_NODES:
        raise ParameterError(f"limit is a number of nodes from 1 to {MOST_NODES}, not {limit!r}")

"""Settings: built once by an entry point, then passed on; nothing else reads the environment."""

from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_STORE = "zhitu-store"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an entry point was told: the store is a folder, embedded:///path, bolt://… or neo4j://…."""

    store: str = DEFAULT_STORE

    @classmethod
    def gathered(cls, environment: Mapping[str, str], store: str | None = None) -> "Settings":
        """The option if it is given, else the environment's ZHITU_STORE, else a folder under the working directory."""
        return cls(store=store or environment.get("ZHITU_STORE") or DEFAULT_STORE)

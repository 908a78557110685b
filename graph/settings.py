"""Settings: built once by an entry point, then passed on; nothing else reads the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_STORE = "zhitu-store"
_ON = ("1", "on", "true", "yes")


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks a Neo4j server, and in which database there. Without a password none is sent."""

    user: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str = "neo4j"


NOBODY = Login()


@dataclass(frozen=True, slots=True)
class Settings:
    """What an entry point was told: the store is a folder, embedded:///path, bolt://… or neo4j://….

    Without a key nobody writes over HTTP; raw Cypher needs the key and the switch; `hosts` are the names, besides
    localhost and plain addresses, under which the server may be called.
    """

    store: str = DEFAULT_STORE
    login: Login = NOBODY
    api_key: str = field(default="", repr=False)
    raw_cypher: bool = False
    hosts: tuple[str, ...] = ()

    @classmethod
    def gathered(cls, environment: Mapping[str, str], store: str | None = None) -> "Settings":
        """The option if it is given, else the environment's ZHITU_STORE, else a folder under the working directory."""
        return cls(
            store=store or environment.get("ZHITU_STORE") or DEFAULT_STORE,
            login=Login(
                user=environment.get("ZHITU_NEO4J_USER", "").strip() or NOBODY.user,
                password=environment.get("ZHITU_NEO4J_PASSWORD", ""),
                database=environment.get("ZHITU_NEO4J_DATABASE", "").strip() or NOBODY.database,
            ),
            api_key=environment.get("ZHITU_API_KEY", "").strip(),
            raw_cypher=environment.get("ZHITU_CYPHER", "").strip().lower() in _ON,
            hosts=tuple(environment.get("ZHITU_HOSTS", "").replace(",", " ").lower().split()),
        )

"""Where a Neo4j server is and who asks there. A password never stands in an address: addresses are shown and logged."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from graph.errors import ParameterError
from graph.settings import Login

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


@dataclass(frozen=True, slots=True)
class Address:
    """A server (scheme, host, port), with the user and the database there."""

    uri: str
    user: str
    database: str

    @property
    def routed(self) -> bool:
        """Whether the server is asked which member of a cluster answers."""
        return self.uri.startswith("neo4j")


def shown(url: str) -> str:
    """A url as it may be printed: without what stands before an @ or behind ? and #, which may be a password."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0].partition('#')[0]}"


def is_neo4j(url: str) -> bool:
    """Whether the url names a Neo4j server."""
    return "://" in url and url.partition("://")[0].lower() in SCHEMES


def address_of(url: str, login: Login) -> Address:
    """The server that a url names: neo4j://host:7687, or neo4j://user@host/database, which come before the login's.

    Raises ParameterError for a url that says too little or too much.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _no_address(url) from error
    if parts.password is not None:
        raise ParameterError(
            f"the address of {parts.hostname} holds a password, and addresses are shown: leave it out and set "
            "ZHITU_NEO4J_PASSWORD · 地址中不要写密码"
        )
    if not parts.hostname or parts.query or parts.fragment or "@" in parts.path:
        raise _no_address(url)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    uri = f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")
    return Address(
        uri,
        user=unquote(parts.username or "") or login.user,
        database=unquote(parts.path.strip("/")) or login.database,
    )


def _no_address(url: str) -> ParameterError:
    scheme = url.partition("://")[0]
    return ParameterError(
        f"{shown(url)} is no address of a server: write {scheme}://host:7687, and a password only in "
        "ZHITU_NEO4J_PASSWORD · 地址不对"
    )

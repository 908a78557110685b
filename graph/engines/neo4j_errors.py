"""What a Neo4j server or its driver complains of, in one sentence: where, what is wrong, what to do.

Told apart by the server's own codes (Neo4j status codes) and by the names of the driver's errors.
"""

import re
from collections.abc import Iterator

from graph.engines.neo4j_address import Address
from graph.errors import ParameterError, QueryTimeout, StoreAway, StoreError, ZhituError

OLDEST = 5  # version of the server
_MEMORY = ("MemoryPoolOutOfMemoryError", "OutOfMemoryError", "StackOverFlowError", "TransactionOutOfMemoryError")
_TIMEOUT = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "TransactionTimedOutDatabaseConfiguration")
_NO_DATABASE = ("DatabaseNotFound", "DatabaseUnavailable", "HomeDatabaseNotFound")
_NO_WRITES = ("ForbiddenOnReadOnlyDatabase", "WriteOnReadOnlyAccessDatabase", "ReadOnly")
_RULES = ("ConstraintCreationFailed", "ConstraintValidationFailed", "ConstraintVerificationFailed",
          "ConstraintViolation", "IndexAlreadyExists", "IndexWithNameAlreadyExists",
          "ConstraintWithNameAlreadyExists")  # fmt: skip
_ASKED_WRONGLY = ("Neo.ClientError.Statement.", "Neo.ClientError.Procedure.", "Neo.ClientError.Schema.")
_UNREACHED = ("ServiceUnavailable", "RoutingServiceUnavailable", "SessionExpired", "WriteServiceUnavailable",
              "ReadServiceUnavailable", "ConnectionAcquisitionTimeoutError")  # fmt: skip
_MEMBERS = ("WriteServiceUnavailable", "ReadServiceUnavailable")
_NO_NEO4J = ("BoltHandshakeError", "BoltProtocolError", "ConfigurationError", "UnsupportedServerProduct")
_LOG = ("TransactionLogError", "TransactionCommitFailed")
_DISK = ("no space left", "file too large", "input/output error", "read-only file system", "not enough disk space")
_PANIC = ("critical error", "database panic")
_NEO4J = re.compile(r"Neo4j/((\d+)\.\S*)")


def check_version(agent: str, address: Address) -> None:
    """Raise StoreError unless a server that calls itself so (Neo4j/5.26.30) is one that zhitu works with."""
    named = _NEO4J.fullmatch(agent)
    if named is None:
        raise StoreError(_no_neo4j(address, f"it calls itself {agent[:60]!r}"))
    if int(named[2]) < OLDEST:
        raise StoreError(
            f"{address.uri} is Neo4j {named[1]}, zhitu needs Neo4j {OLDEST} or later: name another server · 版本太旧"
        )


def explained(error: Exception, what: str, address: Address) -> ZhituError:
    """Our error for one of the driver's; `what` was being done."""
    reason = _reason(error)
    if reason in _TIMEOUT:
        return QueryTimeout(f"{what} took too long: the server ended it")
    away = type(error).__name__ in _UNREACHED or (isinstance(error, UnicodeError) and "idna" in str(error))
    if away or type(error).__name__ in _NO_NEO4J:
        return StoreAway(_unreached(error, address))
    if said := _of_login(error, reason, what, address):
        return StoreAway(said)
    lasting = _has_stopped(error, reason) or reason in (*_NO_WRITES, "NotALeader")
    return (StoreAway if lasting else StoreError)(_of_server(error, reason, what, address))


def explained_raw(error: Exception, address: Address) -> ZhituError:
    """The same for a query of somebody's own: where the query is at fault, a ParameterError says so."""
    if is_memory(error):
        return ParameterError(f"the query takes more memory than {address.uri} gives: ask for less")
    if _code(error).startswith(_ASKED_WRONGLY):
        return ParameterError(f"the query does not run: {_message(error)}")
    return explained(error, "the query", address)


def is_memory(error: BaseException) -> bool:
    """Whether the server had not enough memory: to try again would make it worse."""
    return _reason(error) in _MEMORY


def briefly(error: BaseException) -> str:
    """The name of a complaint, for one line of a log."""
    return _code(error) or type(error).__name__


def _of_login(error: Exception, reason: str, what: str, address: Address) -> str:
    """Who asks, and which database: "" where it is neither."""
    if reason in ("Unauthorized", "TokenExpired") or type(error).__name__ == "AuthError":
        return (
            f"{address.uri} does not let {address.user} in: wrong user or password; set ZHITU_NEO4J_USER and "
            "ZHITU_NEO4J_PASSWORD · 用户名或密码不对"
        )
    if reason == "AuthenticationRateLimit":
        return (
            f"{address.uri} has had too many wrong passwords for {address.user}: wait a minute, then try again with "
            "the right ZHITU_NEO4J_PASSWORD · 密码错误次数过多"
        )
    if reason == "CredentialsExpired":
        return (
            f"the password of {address.user} at {address.uri} must be changed first: ALTER CURRENT USER SET PASSWORD "
            "in cypher-shell or Neo4j Browser · 须先修改初始密码"
        )
    if reason == "Forbidden":
        return f"{address.user} has no right at {address.uri} for {what}: {_message(error)} · 权限不足"
    if address.database == "system" and _code(error).startswith(_ASKED_WRONGLY):
        return f"the database system at {address.uri} holds no data: set ZHITU_NEO4J_DATABASE · 系统库不能存数据"
    if reason in _NO_DATABASE:
        return f"{address.uri} has no open database {address.database}: set ZHITU_NEO4J_DATABASE · 没有这个数据库"
    return ""


def _of_server(error: Exception, reason: str, what: str, address: Address) -> str:
    """What the server cannot do now, or at all."""
    told = _message(error)
    if type(error).__name__ == "IncompleteCommit":
        return (
            f"{address.uri} went away at the end of {what}, so that nobody knows whether it was kept: do it again "
            "· 不知是否已写入"
        )
    if reason == "NotALeader":
        return f"{address.uri} is a member of a cluster that takes no writes now: write neo4j:// instead of bolt://"
    if reason in _NO_WRITES:
        return (
            f"{address.uri} takes no writes in the database {address.database}: its administrator opens it "
            "(server.databases.read_only), or name another database · 该数据库只读"
        )
    if reason in _MEMORY:
        return (
            f"{address.uri} has not enough memory for {what}: raise server.memory.heap.max_size or "
            "db.memory.transaction.max there, then try again · 服务器内存不足"
        )
    if reason in _RULES:
        return (
            f"the database {address.database} at {address.uri} holds what breaks the rules of a store ({told}): "
            "remove it there, or name an empty database · 数据库中已有冲突的内容"
        )
    if _has_stopped(error, reason):
        return _stopped(told, address)
    return f"{what} failed at {address.uri}: {told}"


def _has_stopped(error: Exception, reason: str) -> bool:
    """Whether its disk failed it; such a database takes no more."""
    said = " ".join(_all_said(error)).lower()
    return reason in _LOG or any(word in said for word in (*_DISK, *_PANIC))


def _stopped(told: str, address: Address) -> str:
    """By its disk, or by a failure that its log explains."""
    if any(word in told.lower() for word in _PANIC):
        return (
            f"{address.uri} has stopped its database after a failure of its own, such as a full disk: see its log, "
            "make room, restart the server · 数据库已停,须重启"
        )
    return (
        f"{address.uri} could not write to its disk: make room there and restart the server, then try again "
        "· 服务器磁盘写不进去"
    )


def _unreached(error: Exception, address: Address) -> str:
    """Away, unknown, or spoken to in the wrong way."""
    said = " ".join(_all_said(error))
    if "DNS resolve" in said or "idna" in said:
        return f"{address.uri}: there is no host of this name; look at the address · 主机名不存在"
    if "looks like HTTP" in said:
        return (
            f"{address.uri} answers in HTTP: name its Bolt port (7687 by default), not that of its web page · 端口不对"
        )
    plain, encrypted, _ = address.uri.partition("+")
    if encrypted and "certificate verify failed" in said:
        return (
            f"the certificate of {address.uri} is not trusted here: write {plain}+ssc:// where it is your own "
            "· 证书不受信任"
        )
    if encrypted and "BoltSecurityError" in said:
        return f"{address.uri} does not answer in TLS: without encryption write {plain}:// · 加密方式不对"
    if type(error).__name__ in _NO_NEO4J:
        return _no_neo4j(address, " ".join(str(error).partition(". ")[0].split())[:160])
    if type(error).__name__ in _MEMBERS:
        return (
            f"{address.uri} answers, but no member that it names does: write bolt:// instead of neo4j:// "
            "where only this address can be reached · 集群成员连接不上"
        )
    routed = "; where only this one address can be reached, write bolt:// instead of neo4j://" if address.routed else ""
    hidden = f"; if it is encrypted, write {plain.partition(':')[0]}+s://" if "handshake" in said else ""
    return (
        f"{address.uri} does not answer: start the server, or mend the address (its Bolt port is 7687 by default)"
        f"{hidden}{routed} · 数据库没有应答"
    )


def _no_neo4j(address: Address, why: str) -> str:
    return f"{address.uri} is no Neo4j {OLDEST} or later ({why}): name another server, or its Bolt port · 不是 Neo4j 5"


def _all_said(error: BaseException | None) -> Iterator[str]:
    """What the error says, what it comes from, and what was said by each address that was tried."""
    while error is not None:
        yield f"{type(error).__name__} {error}"
        if isinstance(error, BaseExceptionGroup):
            for each in error.exceptions:
                yield from _all_said(each)
        error = error.__cause__


def _code(error: BaseException) -> str:
    return str(getattr(error, "code", None) or "")


def _reason(error: BaseException) -> str:
    return _code(error).rpartition(".")[2]


def _message(error: BaseException) -> str:
    """What the server said, or the driver, on one line."""
    said = getattr(error, "message", None) if _code(error) else None
    return " ".join(str(said or error).split())[:300]

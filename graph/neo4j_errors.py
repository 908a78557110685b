"""What a Neo4j server or its driver complains of, in one sentence: where, what is wrong, what to do.

Told apart by the server's own codes (Neo4j status codes) and by the names of the driver's errors.
"""

from graph.errors import ParameterError, QueryTimeout, StoreError, ZhituError
from graph.neo4j_address import Address

_MEMORY = ("MemoryPoolOutOfMemoryError", "OutOfMemoryError", "StackOverFlowError", "TransactionOutOfMemoryError")
_TIMEOUT = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "TransactionTimedOutDatabaseConfiguration")
_NO_DATABASE = ("DatabaseNotFound", "DatabaseUnavailable", "HomeDatabaseNotFound")
_NO_WRITES = ("NotALeader", "ForbiddenOnReadOnlyDatabase", "WriteOnReadOnlyAccessDatabase", "ReadOnly")
_ASKED_WRONGLY = ("Neo.ClientError.Statement.", "Neo.ClientError.Procedure.", "Neo.ClientError.Schema.")
_UNREACHED = ("ServiceUnavailable", "SessionExpired", "WriteServiceUnavailable", "ReadServiceUnavailable",
              "ConnectionAcquisitionTimeoutError", "IncompleteCommit")  # fmt: skip
_DISK = ("no space left", "file too large", "input/output error", "read-only file system", "not enough disk space",
         "critical error that needs restart", "database panic")  # fmt: skip


def explained(error: Exception, what: str, address: Address) -> ZhituError:
    """Our error for one of the driver's; `what` was being done."""
    reason = _code(error).rpartition(".")[2]
    if reason in _TIMEOUT:
        return QueryTimeout(f"{what} took too long: the server ended it")
    return StoreError(_sentence(error, reason, what, address))


def explained_raw(error: Exception, address: Address) -> ZhituError:
    """The same for a query of somebody's own: where the query is at fault, a ParameterError says so."""
    code = _code(error)
    if is_memory(error):
        return ParameterError(f"the query takes more memory than {address.uri} gives: ask for less")
    if code.startswith(_ASKED_WRONGLY):
        return ParameterError(f"the query does not run: {_message(error)}")
    return explained(error, "the query", address)


def is_memory(error: BaseException) -> bool:
    """Whether the server had not enough memory: to try again would make it worse."""
    return _code(error).rpartition(".")[2] in _MEMORY


def _sentence(error: Exception, reason: str, what: str, address: Address) -> str:
    told = _message(error)
    if reason in ("Unauthorized", "TokenExpired") or type(error).__name__ == "AuthError":
        return (
            f"{address.uri} does not let {address.user} in: wrong user or password; set ZHITU_NEO4J_USER and "
            "ZHITU_NEO4J_PASSWORD · 用户名或密码不对"
        )
    if reason == "AuthenticationRateLimit":
        return f"{address.uri} has had too many wrong passwords for {address.user}: wait a minute, then try again"
    if reason == "CredentialsExpired":
        return f"the password of {address.user} at {address.uri} must be changed first: ALTER CURRENT USER SET PASSWORD"
    if reason == "Forbidden":
        return f"{address.user} has no right at {address.uri} for {what}: {told}"
    if reason in _NO_DATABASE:
        return f"{address.uri} has no open database {address.database}: set ZHITU_NEO4J_DATABASE · 没有这个数据库"
    if reason in _NO_WRITES:
        return (
            f"{address.uri} takes no writes ({told}): a member of a cluster is reached through neo4j://, "
            "a database for reading only must be opened for writing by its administrator · 该数据库只读"
        )
    if reason in _MEMORY:
        return (
            f"{address.uri} has not enough memory for {what}: raise server.memory.heap.max_size or "
            "db.memory.transaction.max there, then try again · 服务器内存不足"
        )
    if any(word in f"{told} {error.__cause__}".lower() for word in _DISK):
        return f"{address.uri} cannot write to its disk ({told}): is it full? Nothing was changed · 服务器磁盘写不进去"
    if type(error).__name__ in _UNREACHED:
        return _unreached(told, address)
    if type(error).__name__ in ("BoltHandshakeError", "ConfigurationError", "UnsupportedServerProduct"):
        return f"{address.uri} is no Neo4j server that this driver knows ({told}): zhitu needs Neo4j 5 or later"
    return f"{what} failed at {address.uri}: {told}"


def _unreached(told: str, address: Address) -> str:
    """Away, unknown, or spoken to in the wrong way."""
    if "DNS" in told:
        return f"{address.uri}: there is no host of this name; look at the address · 主机名不存在"
    if "+s" in address.uri and ("SSL" in told or "ertificate" in told or "encrypt" in told):
        return (
            f"{address.uri} does not answer in TLS as expected ({told.splitlines()[-1]}): without TLS write "
            f"{address.uri.partition('+')[0]}://, with a certificate of your own +ssc · 加密方式不对"
        )
    routed = ", or behind a forwarded port: then write bolt:// instead of neo4j://" if address.routed else ""
    return (
        f"{address.uri} does not answer: is the server running, and is its Bolt port right (7687 by default){routed}? "
        "· 数据库没有应答"
    )


def _code(error: BaseException) -> str:
    return str(getattr(error, "code", None) or "")


def _message(error: BaseException) -> str:
    """What the server said, on one line."""
    said = str(getattr(error, "message", None) or error)
    return " ".join(said.split())[:300]

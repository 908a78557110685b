"""The errors raised on purpose: classes to catch, with messages that say what to do."""


class ZhituError(Exception):
    """Base of every error raised on purpose."""


class SourceError(ZhituError):
    """A source file cannot be read; says which and where."""


class ReferenceDataError(ZhituError):
    """A row of reference data or the schema is wrong; says file and line."""


class StatementError(ZhituError):
    """A statement the schema does not allow."""


class ParameterError(ZhituError):
    """A parameter of a query or command is missing, unknown or out of range; says which and what is allowed."""


class StoreError(ZhituError):
    """The engine refused or failed."""


class StoreAway(StoreError):  # noqa: N818  what it is, not what went wrong with one document
    """The server is not there, lets nobody in or has stopped: whatever comes next fails too."""


class QueryTimeout(StoreError):  # noqa: N818  the name an HTTP status has
    """A query took longer than it may; the store goes on."""


class NotFound(ZhituError):  # noqa: N818  the name an HTTP status has
    """Nothing in the graph has this id."""

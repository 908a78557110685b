"""Sessions of people who may write: a signed cookie that any worker can check, and tokens against forged forms.

What signs is derived from the API key, so that a new key ends all sessions. The server keeps only which sessions were
ended by hand and who gave wrong keys of late, and that for each process: with several workers, a cookie that was
copied before its owner signed out is still good in the others, until it expires.
"""

import hashlib
import hmac
import ipaddress
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import anyio
from fastapi import Request, Response

from api.problems import Problem

COOKIE = "zhitu_session"
HOURS = 12
_PAUSE = 1.0  # seconds that a wrong key costs who gave it, and nobody else
_WRONG = 10  # wrong keys a minute from one address; many at once win nothing
_MINUTE = 60.0
_MOST_KNOWN = 10_000  # addresses and ended sessions that are kept: memory must not grow with what strangers send


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who gave the key; forms carry `csrf`."""

    value: str
    csrf: str


@dataclass(slots=True)
class Memory:
    """What an application remembers of sessions, in its process: the ended ones, and when wrong keys were given."""

    ended: dict[str, int] = field(default_factory=dict)  # the id of a session, and when it would have expired
    wrong: dict[str, list[float]] = field(default_factory=dict)  # the times of wrong keys by client address


def opened(api_key: str, now: float | None = None) -> str:
    """A new session as the value of its cookie."""
    ends = int((time.time() if now is None else now) + HOURS * 3600)
    told = f"{ends}.{secrets.token_urlsafe(18)}"
    return f"{told}.{_signature(api_key, 'session', told)}"


def session_of(request: Request, api_key: str, now: float | None = None) -> Session | None:
    """The session of a request, unless there is none, it was forged or it has ended."""
    value = request.cookies.get(COOKIE, "")
    told, _, signature = value.rpartition(".")
    if not api_key or not _same(signature, _signature(api_key, "session", told)):
        return None
    ends = told.partition(".")[0]
    if not ends.isdecimal() or int(ends) <= (time.time() if now is None else now):
        return None
    if told in _memory(request).ended:
        return None
    return Session(value, _signature(api_key, "form", value))


def remember(request: Request, response: Response, value: str) -> None:
    """Give the cookie of a session to the browser; scripts never see it."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, value, max_age=HOURS * 3600, path="/", secure=secure, httponly=True, samesite="strict")


def forget(response: Response) -> None:
    """Take the cookie back."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")


def end(request: Request, session: Session) -> None:
    """End a session here, before its time: its cookie opens nothing any more, whoever holds a copy."""
    told = session.value.rpartition(".")[0]
    ended, now = _memory(request).ended, time.time()
    for past in [one for one, ends in ended.items() if ends <= now]:
        del ended[past]
    _make_room(ended)
    ended[told] = int(told.partition(".")[0])


async def check_key(request: Request, given: str, api_key: str) -> None:
    """Raise a Problem for a wrong key, after a pause, and for any from an address that gave too many wrong ones."""
    wrong, now, client = _memory(request).wrong, time.monotonic(), _client(request)
    of_late = [at for at in wrong.get(client, ()) if at > now - _MINUTE]
    if len(of_late) >= _WRONG:
        seconds = int(of_late[0] + _MINUTE - now) + 1
        raise Problem(
            429,
            f"密钥输错次数太多,请 {seconds} 秒后再试。",
            f"Too many wrong keys: try again in {seconds} seconds.",
            headers={"Retry-After": str(seconds)},
        )
    if api_key and _same(given, api_key):
        return
    _make_room(wrong)
    wrong[client] = [*of_late, now]  # before the pause: guesses at the same time are counted too
    await anyio.sleep(_PAUSE)
    raise Problem(401, "密钥不对,请向管理员询问。", "The key is wrong; ask whoever runs this server.")


def check_form(session: Session | None, token: str) -> None:
    """Raise a Problem unless the form comes from a page of this session."""
    if session is None or not _same(token, session.csrf):
        raise Problem(
            403,
            "表单已失效:请返回上一页、刷新后再提交(登录超过 12 小时需重新登录)。",
            "The form is no longer valid: go back, reload the page and send it again.",
        )


def way_back(address: str) -> str:
    """A page of ours that somebody came from; "" for any other address."""
    return address if re.fullmatch(r"(?!.*//)/(?:ui|e)/[^\\\s]*", address) else ""


def check_origin(request: Request) -> None:
    """Raise a Problem where a browser says that another site sends this form."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    elsewhere = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if site not in ("same-origin", "none") or elsewhere:
        raise Problem(
            403,
            "拒绝来自其他网站的提交:请在本站页面上操作。",
            "A form that another site sends is not accepted: use the pages of this server.",
        )


def _memory(request: Request) -> Memory:
    """That of the application."""
    state = request.app.state
    if not hasattr(state, "sessions"):
        state.sessions = Memory()
    memory: Memory = state.sessions
    return memory


def _client(request: Request) -> str:
    """Who asks; of IPv6 the network, as one client has all of its addresses."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host


def _make_room(known: dict[str, Any]) -> None:
    """Forget the oldest where too many are kept."""
    if len(known) >= _MOST_KNOWN:
        del known[next(iter(known))]


def _signature(api_key: str, purpose: str, told: str) -> str:
    secret = hmac.digest(api_key.encode(), f"zhitu {purpose}".encode(), hashlib.sha256)
    return hmac.new(secret, told.encode(), hashlib.sha256).hexdigest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())

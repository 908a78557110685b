"""Sessions of people who may write: a signed cookie that any worker can check, and tokens against forged forms.

Nothing is kept on the server: what signs is derived from the API key, so that a new key ends all sessions.
"""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import anyio
from fastapi import Request, Response

from api.problems import Problem

COOKIE = "zhitu_session"
HOURS = 12
_PAUSE = 1.0  # seconds that a wrong key costs; one after the other, so that many at once win nothing
_guessing: dict[object, anyio.Lock] = {}  # one lock for each loop


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who gave the key; forms carry `csrf`."""

    value: str
    csrf: str


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
    return Session(value, _signature(api_key, "form", value))


def remember(request: Request, response: Response, value: str) -> None:
    """Give the cookie of a session to the browser; scripts never see it."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, value, max_age=HOURS * 3600, path="/", secure=secure, httponly=True, samesite="strict")


def forget(response: Response) -> None:
    """Take the cookie back."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")


async def check_key(given: str, api_key: str) -> None:
    """Raise a Problem for a wrong key, after a pause."""
    if api_key and _same(given, api_key):
        return
    from anyio.lowlevel import current_token

    async with _guessing.setdefault(current_token(), anyio.Lock()):
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


def _signature(api_key: str, purpose: str, told: str) -> str:
    secret = hmac.digest(api_key.encode(), f"zhitu {purpose}".encode(), hashlib.sha256)
    return hmac.new(secret, told.encode(), hashlib.sha256).hexdigest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())

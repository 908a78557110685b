"""Serving: the application on an address of this machine until somebody stops it."""

import contextlib
import logging
import socket
import sys

import uvicorn

from api.app import create_app
from graph.errors import ParameterError
from graph.settings import Settings


def serve(settings: Settings, host: str, port: int) -> None:
    """Answer at host and port; raises ParameterError where the address cannot be taken."""
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO, stream=sys.stderr)
    listening = _bound(host, port)
    where = f"http://{_shown(host)}:{listening.getsockname()[1]}"
    print(
        f"zhitu: {where}/ 打开网页 · open in a browser; {where}/docs 接口 · API; Ctrl-C 停止 · stops", file=sys.stderr
    )
    config = uvicorn.Config(create_app(settings), access_log=False, log_level="warning", server_header=False)
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how one stops it
        uvicorn.Server(config).run(sockets=[listening])


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with contextlib.ExitStack() as undone:
            listening = undone.enter_context(socket.socket(family, kind, protocol))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(2048)
            undone.pop_all()
    except OSError as error:
        raise ParameterError(
            f"{host}:{port} cannot be taken ({error.strerror or error}): give another --port, or stop what runs there"
        ) from error
    return listening


def _shown(host: str) -> str:
    """The host as one types it: an open one is reached as this machine."""
    if host in ("0.0.0.0", "::", ""):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host

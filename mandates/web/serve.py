"""Starting the site: a port of this machine, the one line that opens it, and a server until it is interrupted."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from mandates.domain.errors import UsageError
from mandates.web.application import make
from mandates.web.security import ENTRANCE
from mandates.web.site import Site

#: The only address that is listened on: nobody else's machine reaches it.
HOST = "127.0.0.1"


def serve(
    database: str | None,
    *,
    port: int,
    actor: str,
    clock: Callable[[], dt.datetime],
    read_only: bool,
    browser: bool,
    say: Callable[[str], None],
) -> None:
    """Serve a register on this machine until the user interrupts.

    Args:
        port: 0 for one that is free. browser: whether to open one. say: prints the line with the address.

    Raises:
        UsageError: the port is in use. DatabaseUnavailableError, ...: the register cannot be opened.
    """
    listening = _listen(port)
    with listening:
        number = listening.getsockname()[1]
        site = Site(
            database=database,
            actor=actor,
            clock=clock,
            hosts=frozenset({f"{HOST}:{number}", f"localhost:{number}"}),
            read_only=read_only,
            cookie=f"mandates_{number}",
        )
        _ = site.register  # what is wrong with it is said before anything is served
        address = f"http://{HOST}:{number}{ENTRANCE}?token={site.token}"
        say(address)
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        config = uvicorn.Config(
            make(site),
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=3,
        )
        with contextlib.suppress(KeyboardInterrupt):  # how it is ended
            uvicorn.Server(config).run([listening])


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()  # whoever opens the address as soon as it is printed waits for the server
    except OSError as error:
        listening.close()
        raise UsageError(
            f"port {port} cannot be used ({error.strerror})", "choose another with --port, or none"
        ) from None
    return listening

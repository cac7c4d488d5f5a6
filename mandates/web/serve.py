"""Starting the site: a port of this machine, the one line that opens it, and a server until it is interrupted."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import os
import re
import socket
import threading
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from mandates.domain.errors import UsageError
from mandates.register import accounts
from mandates.web.application import make
from mandates.web.oidc import Provider
from mandates.web.security import ENTRANCE, keeping_peer
from mandates.web.site import Proxy, Site

#: The default address to listen on, which other machines cannot reach.
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How people reach the site and sign in; by default from this machine only, without accounts.

    Attributes:
        host: the address to listen on.
        public_url: the address by which a team with accounts reaches the site; None for this machine only.
        proxy_header: the header in which a proxy names the person. proxy_networks: the networks of the proxy.
        oidc: the identity provider: its address, the client name and the secret.
    """

    host: str = HOST
    public_url: str | None = None
    proxy_header: str | None = None
    proxy_networks: Sequence[str] = ()
    oidc: tuple[str, str, str | None] | None = None


def serve(
    database: str | None,
    *,
    port: int,
    actor: str,
    clock: Callable[[], dt.datetime],
    read_only: bool,
    browser: bool,
    say: Callable[[str], None],
    access: Access = Access(),
) -> None:
    """Serve a register until the user interrupts: on this machine to its user, or to a team.

    Args:
        port: the port; 0 for any free one. browser: whether to open a browser. say: prints the site's address.

    Raises:
        UsageError: the port is in use. DatabaseUnavailableError, ...: the register cannot be opened.
    """
    public_url = access.public_url
    if public_url is None and not _is_loopback(access.host):
        raise UsageError(
            f"{access.host} can be reached by others, who have no way to sign in",
            "add --team with --public-url, or leave --host out",
        )
    if public_url is None and (access.proxy_header or access.proxy_networks or access.oidc):
        raise UsageError("signing in needs --team", "add --team with --public-url")
    proxy = _proxy(access.proxy_header, access.proxy_networks)
    provider = Provider(*access.oidc) if access.oidc else None
    if provider is not None:
        provider.require_usable()
    listening = _listen(access.host, port)
    with listening:
        number = listening.getsockname()[1]
        site = (
            _of_machine(database, actor, clock, number, read_only=read_only)
            if public_url is None
            else _of_team(database, clock, public_url, read_only=read_only)
        )
        site.proxy, site.provider = proxy, provider
        _ = site.register  # errors are reported before anything is served
        address = public_url or f"http://{HOST}:{number}{ENTRANCE}?token={site.token}"
        say(address)
        if browser and public_url is None:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        config = uvicorn.Config(
            make(site) if public_url is None else _behind_proxies(make(site), access.proxy_networks),
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=3,
            proxy_headers=False,
        )
        with contextlib.suppress(KeyboardInterrupt):  # the normal way to stop
            uvicorn.Server(config).run([listening])


def _proxy(header: str | None, networks: Sequence[str]) -> Proxy | None:
    """Return the proxy that names people; None if there is none.

    Raises:
        UsageError: one of the two is missing or invalid.
    """
    if header is None and not networks:
        return None
    if header is None or not networks:
        missing = "--proxy-network" if header else "--proxy-header"
        raise UsageError(f"{missing} is not given", "name the header and the network of the server that sets it")
    if not re.fullmatch(r"[A-Za-z0-9-]+", header):
        raise UsageError(f"'{header}' is not the name of a header", "write it like Remote-User")
    try:
        return Proxy(header.lower(), tuple(ipaddress.ip_network(network) for network in networks))
    except ValueError:
        raise UsageError(f"'{', '.join(networks)}' is not a network", "write it like 10.0.0.0/8 or 127.0.0.1") from None


def _behind_proxies(app: ASGIApp, networks: Sequence[str]) -> ASGIApp:
    """Return an application that takes client addresses from proxy headers, and keeps the proxies' own addresses."""
    return keeping_peer(ProxyHeadersMiddleware(app, trusted_hosts=[HOST, *networks]))  # type: ignore[arg-type]


def _of_machine(
    database: str | None, actor: str, clock: Callable[[], dt.datetime], port: int, *, read_only: bool
) -> Site:
    return Site(
        database=database,
        actor=actor,
        clock=clock,
        hosts=frozenset({f"{HOST}:{port}", f"localhost:{port}"}),
        read_only=read_only,
        cookie=f"mandates_{port}",
    )


def _of_team(database: str | None, clock: Callable[[], dt.datetime], public_url: str, *, read_only: bool) -> Site:
    """Return the site of a team.

    Raises:
        UsageError: the address is invalid or would send passwords unencrypted, or no admin has an account.
    """
    parts = urlsplit(public_url)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.path.strip("/"):
        raise UsageError(f"'{public_url}' is not the address of a site", "write it like https://mandates.example.org")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise UsageError("passwords would be sent unencrypted", "put a server with TLS in front: https://...")
    secure = parts.scheme == "https"
    site = Site(
        database=database,
        actor="nobody",
        clock=clock,
        hosts=frozenset({parts.netloc.lower()}),
        read_only=read_only,
        token=None,
        cookie="__Host-mandates" if secure else "mandates_team",
        team=True,
        public_url=public_url,
    )
    with site.register.transaction() as connection:
        if not accounts.has_admin(connection):
            site.close()
            raise UsageError("nobody has an account to sign in with", "make one: mandates user add NAME --role admin")
    return site


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # connections made before the server runs wait for it
    except OSError as error:
        listening.close()
        raise UsageError(
            f"port {port} of {host} cannot be used ({error.strerror})", "choose another with --port, or none"
        ) from None
    return listening

"""The site: the register that it shows, who works on it, the clock; and one visit, from the address to the answer."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import ipaddress
import secrets
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from mandates.domain.accounts import Limits, Scope
from mandates.domain.errors import DatabaseUnavailableError, UnknownReferenceError, UsageError
from mandates.domain.kinds import AccountRole
from mandates.register import typed, views
from mandates.register.history import last_event
from mandates.register.limits import outside
from mandates.register.unit_of_work import UnitOfWork, working
from mandates.store.engine import Connection, Register, open_register
from mandates.web.oidc import Provider
from mandates.web.parameters import VIEW, Asked, Parameter

if TYPE_CHECKING:  # imported at run time only to sign in
    from limits.strategies import MovingWindowRateLimiter

#: How long a change waits for another program's change, in seconds; short, as a person is waiting for the page.
_BUSY_SECONDS = 5.0

#: How long a person counts as looking at an entry after opening it.
_PRESENCE_TIME = dt.timedelta(minutes=5)

#: The limit of attempts to sign in, for each name and for each address.
_ATTEMPTS = "5/minute"

#: The maximum number of cached counts.
_MAX_COUNTS = 500

T = TypeVar("T")

#: The message and remedy when a read-only site is asked for a change.
READ_ONLY = ("this site shows the register and changes nothing", "start it without --read-only")


@dataclass(frozen=True, slots=True)
class Person:
    """The person who makes a request.

    Attributes:
        role: the person's role. scopes: the scopes of the person's token; None for a browser.
        account: the number of the person's account; None on a personal machine. limits: the items it may change.
    """

    name: str
    role: AccountRole
    account: int | None = None
    scopes: tuple[Scope, ...] | None = None
    limits: Limits = field(default_factory=Limits)

    def may(self, role: AccountRole, scope: Scope = Scope.TRACK) -> bool:
        """Whether the person has a role, and the token, if there is one, has the scope."""
        return self.role.includes(role) and (self.scopes is None or scope in self.scopes)


class NotAllowed(Exception):  # noqa: N818 - it says what it is
    """The person may not do this."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


@dataclass(frozen=True, slots=True)
class Proxy:
    """A reverse proxy that authenticates people and names them in a header.

    Attributes:
        header: the header that names the person. networks: the only networks from which the header is trusted.
    """

    header: str
    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]

    def is_at(self, address: str) -> bool:
        """Whether the proxy is at an address."""
        try:
            client = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(client in network for network in self.networks)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as the handler made it, before middleware changed it."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    def again(self) -> Response:
        """Return a new response with the same content."""
        return Response(self.body, self.status, self.headers)


@dataclass
class Answers:
    """The answers to requests with an idempotency key, by person and key, each with a digest of the request."""

    known: dict[tuple[str, str], tuple[str, Answered]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class ReviewPresence:
    """Who is looking at which entry of the review queue; held in memory only, for a few minutes."""

    last: dict[str, tuple[str, dt.datetime]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def update(self, name: str, viewed: str, now: dt.datetime) -> dict[str, str]:
        """Record that a person looks at the entry `viewed` now; return the entries others look at, by person."""
        with self.lock:
            self.last[name] = (viewed, now)
            self.last = {person: entry for person, entry in self.last.items() if now - entry[1] < _PRESENCE_TIME}
            return {person: key for person, (key, _) in self.last.items() if person != name}


@dataclass
class CountCache:
    """A cache of counts, valid until the register or the day changes."""

    version: tuple[int, dt.date] | None = None
    known: dict[Hashable, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, version: tuple[int, dt.date], key: Hashable, make: Callable[[], T]) -> T:
        """Return the cached value of `key` for this version, or compute it with `make`."""
        with self.lock:
            if self.version != version or len(self.known) > _MAX_COUNTS:
                self.version, self.known = version, {}
            if key in self.known:
                cached: T = self.known[key]
                return cached
        computed = make()
        with self.lock:
            if self.version == version:
                self.known[key] = computed
        return computed


class _Tried(Exception):  # noqa: N818 - no error: it ends a trial
    """Raised to roll back a trial change."""


@dataclass
class Site:
    """What `mandates serve` serves.

    Attributes:
        database: the name or URL of the register. actor: the user's name, on a personal machine.
        clock: returns the current time. hosts: the accepted values of the Host header; empty for any.
        read_only: whether changes are refused. token: opens the site once, then it is None.
        team: whether people sign in with accounts. public_url: the address under which they reach the site.
        sessions: the sessions of browsers that were let in. answers: the answers to repeatable changes.
        seen: the time of each signed-in browser's last request. attempts: limits attempts to sign in.
        proxy, provider: other ways for people to sign in. presence: who looks at which review entry.
        counts: the cached counts of the register.
    """

    database: str | None
    actor: str
    clock: Callable[[], dt.datetime]
    hosts: frozenset[str] = frozenset()
    read_only: bool = False
    token: str | None = field(default_factory=lambda: secrets.token_urlsafe(32))
    sessions: set[str] = field(default_factory=set)
    cookie: str = "mandates"
    team: bool = False
    public_url: str = ""
    answers: Answers = field(default_factory=Answers)
    seen: dict[str, dt.datetime] = field(default_factory=dict)
    attempts: MovingWindowRateLimiter | None = None
    proxy: Proxy | None = None
    provider: Provider | None = None
    presence: ReviewPresence = field(default_factory=ReviewPresence)
    counts: CountCache = field(default_factory=CountCache)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _register: Register | None = None

    @property
    def register(self) -> Register:
        """The register, opened for reading when it is first needed."""
        with self._lock:
            if self._register is None:
                self._register = open_register(self.database, busy_seconds=_BUSY_SECONDS)
            return self._register

    @property
    def secure(self) -> bool:
        """Whether the site is reached over TLS."""
        return self.public_url.startswith("https://")

    def close(self) -> None:
        """Close the register."""
        with self._lock:
            if self._register is not None:
                self._register.close()
                self._register = None

    @contextlib.contextmanager
    def writing(
        self,
        command: str,
        actor: str,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        *,
        entrance: bool = False,
    ) -> Iterator[UnitOfWork]:
        """Give a unit of work of a person: committed when the block ends, rolled back when it raises.

        Args:
            entrance: whether it is about signing in, which is stored on a read-only site too.

        Raises:
            DatabaseUnavailableError: the site is read-only, or the register cannot be written.
            NotAllowed: the change is not within the person's limits.
        """
        if self.read_only and not entrance:
            raise DatabaseUnavailableError(*READ_ONLY)
        with (
            open_register(self.database, writing=True, busy_seconds=_BUSY_SECONDS) as register,
            working(register, actor=actor, at=self.clock(), command=command, today=self.today()) as work,
        ):
            yield work
            if limits:
                self._require_within(work, limits)

    def _require_within(self, work: UnitOfWork, limits: Limits) -> None:
        if work.change_id is None:
            return
        with self.register.transaction() as before:  # the state before: uncommitted changes are not visible here
            reference = outside(before, work.connection, work.change_id, limits, self.latest())
        if reference is not None:
            raise NotAllowed(f"{reference} is not among the items that you may change ({limits})", "ask an admin")

    @contextlib.contextmanager
    def trying(self, command: str, actor: str, limits: Limits = Limits()) -> Iterator[UnitOfWork]:  # noqa: B008 - frozen
        """Give a unit of work that is always rolled back, to see what a change would do."""
        with contextlib.suppress(_Tried), self.writing(command, actor) as work:
            yield work
            if limits:
                self._require_within(work, limits)
            raise _Tried

    def with_view(self, asked: Asked) -> Asked:
        """Return the request with the filters of the view that it names added.

        Raises:
            UnknownReferenceError: there is no such view.
        """
        if VIEW.name not in asked.values:
            return asked
        with self.register.transaction() as connection:
            view = views.find(connection, asked.values[VIEW.name])
        return replace(asked, filters=views.joined(view, asked.filters))

    def too_many(self, *tried: tuple[str, str]) -> bool:
        """Count an attempt to sign in for each of its properties; return whether any had too many."""
        from limits import parse  # noqa: PLC0415 - only for signing in
        from limits.storage import MemoryStorage  # noqa: PLC0415 - the same
        from limits.strategies import MovingWindowRateLimiter  # noqa: PLC0415 - the same

        with self._lock:
            if self.attempts is None:
                self.attempts = MovingWindowRateLimiter(MemoryStorage())
        counted = [
            self.attempts.hit(parse(_ATTEMPTS), *attempt) for attempt in tried
        ]  # count every one, whatever the others return
        return not all(counted)

    def today(self) -> dt.date:
        """Return today's date in the local time zone."""
        return self.clock().astimezone().date()

    def latest(self) -> dt.date:
        """Return the default day of answers: today in local time or UTC, whichever is later, to include all changes."""
        now = self.clock()
        return max(now.astimezone().date(), now.astimezone(dt.UTC).date())

    def let_in(self, token: str) -> str | None:
        """Return a new session for the right token, which is then used up; None for a wrong token."""
        with self._lock:
            if self.token is None or not secrets.compare_digest(self.token.encode(), token.encode()):
                return None
            self.token = None
            session = secrets.token_urlsafe(32)
            self.sessions.add(session)
            return session


@dataclass
class Visit:
    """One request that has been admitted.

    Attributes:
        asked: the parameters of the address. ending: ``.json``, ``.csv``, ``.ics`` or empty, for a page.
        form, body: the data of a change, from a form or as JSON.
    """

    site: Site
    request: Request
    asked: Asked
    ending: str = ""
    form: FormData = field(default_factory=FormData)
    body: Any = None

    @functools.cached_property
    def as_of(self) -> dt.date:
        """The day for which the register is shown."""
        on: dt.date = self.asked.get("as_of") or self.site.latest()
        return on

    @property
    def is_now(self) -> bool:
        """Whether the current state is shown, so that it can be changed."""
        return self.asked.get("as_of") is None or self.as_of == self.site.latest()

    @property
    def person(self) -> Person:
        """The person who makes the request."""
        person: Person = self.request.state.person
        return person

    @property
    def may_change(self) -> bool:
        """Whether the person may change items here, so that forms are shown."""
        return self.is_now and not self.site.read_only and self.person.may(AccountRole.EDITOR)

    def writing(self, command: str, *, entrance: bool = False) -> AbstractContextManager[UnitOfWork]:
        """Give a unit of work of the requesting person; see `Site.writing`."""
        return self.site.writing(command, self.person.name, self.person.limits, entrance=entrance)

    def trying(self, command: str) -> AbstractContextManager[UnitOfWork]:
        """Give a unit of work that is always rolled back; see `Site.trying`."""
        return self.site.trying(command, self.person.name, self.person.limits)

    @property
    def path(self) -> str:
        """The path of the page, without its ending."""
        return self.request.url.path.removesuffix(self.ending)

    def part(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    def number(self, name: str) -> int:
        """Return a part of the path that is the number of something.

        Raises:
            UnknownReferenceError: nothing can have such a number.
        """
        text = self.part(name)
        try:
            return typed.number(text)
        except UsageError:
            raise UnknownReferenceError(f"nothing has the number '{text[:40]}'", "check the address") from None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a read-only connection."""
        with self.site.register.transaction() as connection:
            yield connection

    def kept(self, connection: Connection, key: Hashable, make: Callable[[], T]) -> T:
        """Return the cached value of `key`, or compute it with `make` if the register has changed since."""
        today = self.site.latest()
        return self.site.counts.get((last_event(connection, today), today), (self.as_of, key), make)

    def sent(self, name: str) -> str:
        """Return a field of a form, without surrounding whitespace."""
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def sent_all(self, name: str) -> list[str]:
        """Return all values of a field of a form."""
        return [value.strip() for value in self.form.getlist(name) if isinstance(value, str) and value.strip()]


@dataclass(frozen=True)
class Page:
    """A page to be rendered by a template.

    Attributes:
        twins: the endings under which the same content is available in other formats.
    """

    template: str
    title: str
    context: Mapping[str, Any]
    twins: Sequence[str] = ()
    status: int = 200
    cookies: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Visit], Page | Response]


@dataclass(frozen=True)
class Address:
    """An address and its handler.

    Attributes:
        parameters: the page's own parameters. filters: whether it also takes the filters of the register.
        sends: the type of the request's data: ``form``, ``json`` or empty.
        role, scope: the role a person needs, and the scope a token needs.
        open: whether it is answered without signing in.
    """

    path: str
    handler: Handler
    parameters: Sequence[Parameter] = ()
    filters: bool = False
    method: str = "GET"
    sends: str = ""
    role: AccountRole = AccountRole.READER
    scope: Scope = Scope.READ
    open: bool = False

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
from mandates.domain.errors import DatabaseUnavailableError
from mandates.domain.kinds import AccountRole
from mandates.register import views
from mandates.register.history import last_event
from mandates.register.limits import outside
from mandates.register.unit_of_work import UnitOfWork, working
from mandates.store.engine import Connection, Register, open_register
from mandates.web.oidc import Provider
from mandates.web.parameters import VIEW, Asked, Parameter

if TYPE_CHECKING:  # imported where somebody signs in
    from limits.strategies import MovingWindowRateLimiter

#: How long a change waits for another program's, in seconds: a person looks at a page meanwhile.
_BUSY_SECONDS = 5.0

#: How long somebody who has opened a thing is taken to look at it.
_LOOKS = dt.timedelta(minutes=5)

#: How often somebody may try to sign in under a name, and from an address.
_ATTEMPTS = "5/minute"

#: So many counts of a register are kept at most.
_KEPT = 500

T = TypeVar("T")

#: What is said where a site that is for reading only is asked to change something.
READ_ONLY = ("this site shows the register and changes nothing", "start it without --read-only")


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks.

    Attributes:
        role: what the person may do. scopes: what the program may do that acts for the person; None for a browser.
        account: number of the person's account; None on one's own machine. limits: what the person may change.
    """

    name: str
    role: AccountRole
    account: int | None = None
    scopes: tuple[Scope, ...] | None = None
    limits: Limits = field(default_factory=Limits)

    def may(self, role: AccountRole, scope: Scope = Scope.TRACK) -> bool:
        """Whether the person has a role, and the program that acts for the person may do such a thing."""
        return self.role.includes(role) and (self.scopes is None or scope in self.scopes)


class NotAllowed(Exception):  # noqa: N818 - it says what it is
    """The person may not do this."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


@dataclass(frozen=True, slots=True)
class Proxy:
    """A server before this one that has let people in, and says who asks.

    Attributes:
        header: in which it names the person. networks: from where alone that is believed.
    """

    header: str
    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]

    def is_at(self, address: str) -> bool:
        """Whether the proxy is at an address."""
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in one for one in self.networks)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it was made, before anything on its way to the browser changed it."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    def again(self) -> Response:
        """Return the answer once more."""
        return Response(self.body, self.status, self.headers)


@dataclass
class Answers:
    """The answers to changes that were sent with a key, by who sent it and the key, with a digest of what was sent."""

    known: dict[tuple[str, str], tuple[str, Answered]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class ReviewPresence:
    """Who looks at what in the queue of a review: kept here alone, and for a few minutes."""

    last: dict[str, tuple[str, dt.datetime]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def update(self, name: str, at: str, now: dt.datetime) -> dict[str, str]:
        """Keep that a person looks at something now, and return at what each other one looks, by name."""
        with self.lock:
            self.last[name] = (at, now)
            self.last = {who: one for who, one in self.last.items() if now - one[1] < _LOOKS}
            return {who: what for who, (what, _) in self.last.items() if who != name}


@dataclass
class CountCache:
    """What was counted in a register as it stands, until something in it changes or the day does."""

    version: tuple[int, dt.date] | None = None
    known: dict[Hashable, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, version: tuple[int, dt.date], what: Hashable, make: Callable[[], T]) -> T:
        """Return what was made of a version before, or make it."""
        with self.lock:
            if self.version != version or len(self.known) > _KEPT:
                self.version, self.known = version, {}
            if what in self.known:
                found: T = self.known[what]
                return found
        made = make()
        with self.lock:
            if self.version == version:
                self.known[what] = made
        return made


class _Tried(Exception):  # noqa: N818 - no error: what was tried is taken back
    """All that was tried is to be taken back."""


@dataclass
class Site:
    """What `mandates serve` serves.

    Attributes:
        database: the register, as it was named. actor: who works on it, on one's own machine.
        clock: gives the moment. hosts: what a request may call this host; empty for anything.
        read_only: whether nothing can be changed. token: opens the site once, then it is None.
        team: whether people sign in with accounts. public_url: how they reach the site.
        sessions: of browsers that have been let in. answers: to changes that may be sent again.
        seen: when each signed-in browser came last. attempts: to sign in, so that nobody guesses.
        proxy, provider: other ways for people to sign in. presence: who looks at what waits for a person.
        kept: what was counted in the register as it stands.
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
        """The register, for asking only; opened when it is first needed."""
        with self._lock:
            if self._register is None:
                self._register = open_register(self.database, busy_seconds=_BUSY_SECONDS)
            return self._register

    @property
    def secure(self) -> bool:
        """Whether the site is reached through TLS."""
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
        """Give a unit of work of a person: kept when the block ends, taken back when it raises.

        Args:
            entrance: whether it is about who comes in, which is kept where the site is for reading only too.

        Raises:
            DatabaseUnavailableError: the site is for reading only, or the register cannot be written.
            NotAllowed: what was changed is not within the person's limits.
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
        with self.register.transaction() as before:  # as it was: nobody else sees what is being changed
            found = outside(before, work.connection, work.change_id, limits, self.latest())
        if found is not None:
            raise NotAllowed(f"{found} is not among the items that you may change ({limits})", "ask an admin")

    @contextlib.contextmanager
    def trying(self, command: str, actor: str, limits: Limits = Limits()) -> Iterator[UnitOfWork]:  # noqa: B008 - frozen
        """Give a unit of work that is taken back in any case, to see what a change would do."""
        with contextlib.suppress(_Tried), self.writing(command, actor) as work:
            yield work
            if limits:
                self._require_within(work, limits)
            raise _Tried

    def with_view(self, asked: Asked) -> Asked:
        """Return what is asked for with the filters of the view that it names.

        Raises:
            UnknownReferenceError: there is no such view.
        """
        if VIEW.name not in asked.values:
            return asked
        with self.register.transaction() as connection:
            kept = views.find(connection, asked.values[VIEW.name])
        return replace(asked, filters=views.joined(kept, asked.filters))

    def too_many(self, *tried: tuple[str, str]) -> bool:
        """Count an attempt to sign in, by each of what it came with, and return whether there were too many."""
        from limits import parse  # noqa: PLC0415 - where somebody signs in
        from limits.storage import MemoryStorage  # noqa: PLC0415 - the same
        from limits.strategies import MovingWindowRateLimiter  # noqa: PLC0415 - the same

        with self._lock:
            if self.attempts is None:
                self.attempts = MovingWindowRateLimiter(MemoryStorage())
        counted = [self.attempts.hit(parse(_ATTEMPTS), *one) for one in tried]  # each, whatever the others say
        return not all(counted)

    def today(self) -> dt.date:
        """Return the day where the person sits."""
        return self.clock().astimezone().date()

    def latest(self) -> dt.date:
        """Return the day that answers are for unless another is asked for: today, with all that was done by now."""
        now = self.clock()
        return max(now.astimezone().date(), now.astimezone(dt.UTC).date())

    def let_in(self, token: str) -> str | None:
        """Return the session of a browser that brings the token, which opens nothing after that; None for another."""
        with self._lock:
            if self.token is None or not secrets.compare_digest(self.token.encode(), token.encode()):
                return None
            self.token = None
            session = secrets.token_urlsafe(32)
            self.sessions.add(session)
            return session


@dataclass
class Visit:
    """One request that has been let in.

    Attributes:
        asked: what the address asks for. ending: ``.json``, ``.csv``, ``.ics`` or nothing, for a page.
        form, body: what was sent, for a change: by a form, or as JSON.
    """

    site: Site
    request: Request
    asked: Asked
    ending: str = ""
    form: FormData = field(default_factory=FormData)
    body: Any = None

    @functools.cached_property
    def as_of(self) -> dt.date:
        """The day that is asked about."""
        on: dt.date = self.asked.get("as_of") or self.site.latest()
        return on

    @property
    def is_now(self) -> bool:
        """Whether everything is shown as it stands today, so that it can be changed."""
        return self.asked.get("as_of") is None or self.as_of == self.site.latest()

    @property
    def person(self) -> Person:
        """Who asks."""
        person: Person = self.request.state.person
        return person

    @property
    def may_change(self) -> bool:
        """Whether forms are shown."""
        return self.is_now and not self.site.read_only and self.person.may(AccountRole.EDITOR)

    def writing(self, command: str, *, entrance: bool = False) -> AbstractContextManager[UnitOfWork]:
        """Give a unit of work of the person who asks; see `Site.writing`."""
        return self.site.writing(command, self.person.name, self.person.limits, entrance=entrance)

    def trying(self, command: str) -> AbstractContextManager[UnitOfWork]:
        """Give a unit of work that is taken back in any case; see `Site.trying`."""
        return self.site.trying(command, self.person.name, self.person.limits)

    @property
    def path(self) -> str:
        """The path of the page, without its ending."""
        return self.request.url.path.removesuffix(self.ending)

    def part(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that can only ask."""
        with self.site.register.transaction() as connection:
            yield connection

    def kept(self, connection: Connection, what: Hashable, make: Callable[[], T]) -> T:
        """Return what was made of the register before, where nothing in it has changed since, or make it."""
        today = self.site.latest()
        return self.site.counts.get((last_event(connection, today), today), (self.as_of, what), make)

    def sent(self, name: str) -> str:
        """Return a field of a form, without space around it."""
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def sent_all(self, name: str) -> list[str]:
        """Return all values of a field of a form."""
        return [value.strip() for value in self.form.getlist(name) if isinstance(value, str) and value.strip()]


@dataclass(frozen=True)
class Page:
    """A page to be written by a template.

    Attributes:
        twins: the endings under which the same can be had in other forms.
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
    """An address that is answered.

    Attributes:
        parameters: those of the page itself. filters: whether it takes those of the register.
        sends: what comes with it: ``form``, ``json`` or nothing.
        role, scope: what a person, and a program in a person's name, has to be allowed.
        open: whether it is answered before anybody has signed in.
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

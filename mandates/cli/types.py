"""Kinds of argument: dates, statuses, sessions, bodies and other words, read as pages and the API read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import click

from mandates.cli.clock import today
from mandates.domain.errors import UsageError
from mandates.domain.kinds import Heap, Judgement, MandateClass
from mandates.domain.status import Role, State, Status
from mandates.register import typed

if TYPE_CHECKING:  # imported where a due is given
    from mandates.domain import due

T = TypeVar("T")
Kind = TypeVar("Kind", bound=StrEnum)


class Typed(click.ParamType[T], Generic[T]):
    """A type of argument that a function of `mandates.register.typed` reads; only text is converted."""

    def __init__(self, name: str, read: Callable[[str], T]) -> None:
        self.name = name
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> T:
        """Return the value."""
        if not isinstance(value, str) or isinstance(value, StrEnum):
            return cast("T", value)
        try:
            return self._read(value)
        except UsageError as error:
            is_question = error.remedy.startswith("did you mean")
            message = f"{error.reason}, {error.remedy}?" if is_question else f"{error.reason}: {error.remedy}"
            raise click.BadParameter(message, ctx, param) from None


class Word(Typed[T]):
    """One of a set of words that is looked up only when needed."""

    def __init__(self, read: Callable[[str], T], known: Callable[[], Iterable[str]]) -> None:
        super().__init__("word", read)
        self._known = known

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Return the words that begin with what is typed."""
        del ctx, param  # click's signature
        return [click.shell_completion.CompletionItem(word) for word in self._known() if word.startswith(incomplete)]


def _member(kind: type[Kind]) -> Word[Kind]:
    return Word(typed.member_of(kind), lambda: [member.value for member in kind])


def number(least: int = 0, most: int = typed.MOST) -> click.ParamType[int]:
    """Return the type of whole numbers from `least` to `most`."""
    return Typed("number", lambda text: typed.number(text, least, most))


DATE: click.ParamType[dt.date] = Typed("date", lambda text: typed.day(text, today()))
COUNT = number()
POSITIVE = number(1)
BODY = Typed("body", typed.body)
SESSION = Typed("session", typed.session)
SESSIONS = Typed("sessions", typed.sessions)
STATUS = _member(Status)
STATE = click.Choice(list(State), case_sensitive=False)
ROLE = _member(Role)
CLASS = _member(MandateClass)
VERB = Word(typed.verb, typed.verbs)
DUE: click.ParamType[due.Due] = Typed("when", lambda text: typed.due(text, today()))
EXTENSION: click.ParamType[dt.date | due.Due] = Typed("when", lambda text: typed.extension(text, today()))
DELIVERABLE = Word(typed.deliverable, typed.deliverables)
HEAP = _member(Heap)
#: The word that removes a judgement.
NO_JUDGEMENT = "none"
_JUDGEMENTS = (*(judgement.value for judgement in Judgement), NO_JUDGEMENT)
JUDGEMENT = Word(typed.word_of("judgement", lambda: _JUDGEMENTS), lambda: _JUDGEMENTS)

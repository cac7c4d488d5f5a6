"""Kinds of argument: dates, statuses, sessions, bodies and other words, each with an error that says what to write."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from mandates.cli.clock import today
from mandates.cli.suggest import did_you_mean
from mandates.domain.kinds import Heap, Judgement
from mandates.domain.status import Role, State, Status

if TYPE_CHECKING:  # imported where a due is given
    from mandates.domain import due


#: Years that dates of the United Nations can be in.
_YEARS = range(1945, 3001)
#: The greatest number that both databases keep.
_MOST = 2**31 - 1


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Date(click.ParamType[dt.date]):
    """A day: ``2019-12-01``, ``1 December 2019`` or ``1 Dec 2019``; ``today``, ``yesterday``, the last ``Monday``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the day."""
        if isinstance(value, dt.date):
            return value
        text = " ".join(str(value).split())
        named = _named_day(text.lower())
        if named is not None:
            return named
        for form in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y"):
            try:
                day = dt.datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no time zone
            except ValueError:
                continue
            if day.year not in _YEARS:
                message = f"'{value}' is not between {_YEARS[0]} and {_YEARS[-1]}"
                raise click.BadParameter(message, ctx, param)
            return day
        raise click.BadParameter(f"'{value}' is no date: write it like 2019-12-01 or 1 Dec 2019", ctx, param)


def _named_day(word: str) -> dt.date | None:
    """Return the day that a word means: the last of that name up to today; None where it means none."""
    if word in ("today", "yesterday"):
        return today() - dt.timedelta(days=word == "yesterday")
    if word not in _WEEKDAYS:
        return None
    return today() - dt.timedelta(days=(today().weekday() - _WEEKDAYS.index(word)) % 7)


class Count(click.ParamType[int]):
    """A number of things, from `least` on; not more than a database can count."""

    name = "number"

    def __init__(self, least: int = 0) -> None:
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        text = str(value).strip().replace(",", "")
        if text.isascii() and text.isdecimal() and self._least <= int(text) <= _MOST:
            return int(text)
        raise click.BadParameter(f"'{value}' is no number from {self._least} to {_MOST:,}", ctx, param)


class Word(click.ParamType[str]):
    """One of a set of words that is looked up only when needed; ``call upon`` and ``call-upon`` are ``call_upon``."""

    name = "word"

    def __init__(self, noun: str, known: Callable[[], Iterable[str]]) -> None:
        self.noun = noun
        self._known = known

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word as the register has it."""
        known = tuple(self._known())
        word = re.sub(r"[\s-]+", "_", str(value).strip().lower())
        if word in known:
            return word
        hint = did_you_mean(word, known) or f": it is one of {', '.join(known)}"
        raise click.BadParameter(f"'{value}' is no {self.noun}{hint}", ctx, param)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Return the words that begin with what is typed."""
        del ctx, param  # click's signature
        return [click.shell_completion.CompletionItem(word) for word in self._known() if word.startswith(incomplete)]


class StatusWord(Word):
    """A status of an obligation: ``in_progress``, ``in progress``."""

    def __init__(self) -> None:
        super().__init__("status", lambda: [status.value for status in Status])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Status:
        """Return the status."""
        return Status(super().convert(value, param, ctx))


class HeapWord(Word):
    """A heap of a review of the stock: ``never_reported``, ``never reported``."""

    def __init__(self) -> None:
        super().__init__("heap", lambda: [heap.value for heap in Heap])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Heap:
        """Return the heap."""
        return Heap(super().convert(value, param, ctx))


class RoleWord(Word):
    """What a party is to a mandate: ``owner``, ``partner``, ``recipient``."""

    def __init__(self) -> None:
        super().__init__("role", lambda: [role.value for role in Role])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Role:
        """Return the role."""
        return Role(super().convert(value, param, ctx))


class Body(click.ParamType[str]):
    """A body by its name or abbreviation: ``GA``, ``General Assembly``, ``the Council``."""

    name = "body"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the body's full name."""
        from mandates.reference import calendar  # noqa: PLC0415 -- reads tables

        full = calendar.resolve_body(str(value))
        if full:
            return full
        names = [name for body in calendar.bodies() for name in (body, calendar.abbreviation(body)) if name]
        hint = did_you_mean(str(value), names) or ": write it like GA, HRC or 'Security Council'"
        raise click.BadParameter(f"'{value}' is no body that is known{hint}", ctx, param)


#: No session has a higher number: those named by their year are the highest.
_LAST_SESSION = 2200


class Session(click.ParamType[str]):
    """A session: ``73``, ``2022``, ``special 32``, ``emergency 11``."""

    name = "session"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the session as the register has it."""
        text = " ".join(str(value).lower().split())
        text = re.sub(r"^(?:es-|emergency special )", "emergency ", re.sub(r"^s-", "special ", text))
        match = re.fullmatch(r"((?:special|emergency) )?(\d{1,4})(?:st|nd|rd|th)?(?: session)?", text)
        if not match or int(match[2]) > _LAST_SESSION:
            raise click.BadParameter(f"'{value}' is no session: write it like 73, 2022 or 'special 32'", ctx, param)
        return f"{match[1] or ''}{int(match[2])}"


class Due(click.ParamType["due.Due"]):
    """When something is due: ``GA 73``, ``2019-05-31``, ``until 2019-05-31``, ``every 90 days``, ``every session``."""

    name = "when"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> due.Due:
        """Return the due, with the text as its phrase and its dates from the calendar."""
        from mandates.domain import due  # noqa: PLC0415 -- needed only where a due is given
        from mandates.reference import calendar  # noqa: PLC0415 -- needed only where a due is given

        if isinstance(value, due.Due):
            return value
        text = " ".join(str(value).split())
        every = re.fullmatch(r"every (?:(session)|(\d{1,3})? ?(day|week|month|year)s?)", text.lower())
        if every:
            length = every[1] or f"P{every[2] or 1}{every[3][0].upper()}"
            return due.Due(kind=due.DueKind.RECURRING, phrase=text, every=length)
        until = text.lower().startswith("until ")
        try:
            day = DATE.convert(text[6:] if until else text, param, ctx)
        except click.BadParameter:
            body, _, number = text.rpartition(" ")
            if until or not body or not re.fullmatch(r"\d{1,4}", number):
                message = (
                    f"'{value}' is no time: write it like 'GA 73', 2019-05-31, 'until 2019-05-31' or 'every 90 days'"
                )
                raise click.BadParameter(message, ctx, param) from None
            kind = re.search(r" (special|emergency)$", body)
            if kind:
                body, number = body[: kind.start()], f"{kind[1]} {number}"
            full = BODY.convert(body, param, ctx)
            window = calendar.session(full, number)
            return due.Due(
                kind=due.DueKind.SESSION,
                phrase=text,
                body=full,
                session=int(number) if number.isdecimal() and len(number) < 4 else number,
                opens_on=window.opens_on if window else None,
                closes_on=window.closes_on if window else None,
            )
        kind_of = due.DueKind.UNTIL if until else due.DueKind.DATE
        return due.Due(kind=kind_of, phrase=text, date=day, opens_on=day, closes_on=day)


class Extension(click.ParamType["dt.date | due.Due"]):
    """A time to which something is extended: ``2019-12-31``, ``GA 74``."""

    name = "when"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date | due.Due:
        """Return the day, or the due at a session."""
        from mandates.domain import due  # noqa: PLC0415 -- needed only where a due is given

        if isinstance(value, dt.date | due.Due):
            return value
        found = DUE.convert(value, param, ctx)
        if found.kind is due.DueKind.DATE and found.date is not None:
            return found.date
        if found.kind is due.DueKind.SESSION and found.closes_on is not None:
            return found
        known = "has no dates that are known" if found.kind is due.DueKind.SESSION else "is no date and no session"
        raise click.BadParameter(f"'{value}' {known}: write it like 2019-12-31 or 'GA 74'", ctx, param)


def verbs() -> Iterable[str]:
    """Return the lemmas of operative verbs, as the lexicon has them."""
    from mandates import lexicon  # noqa: PLC0415 -- reads the lexicon

    return [verb["key"] for verb in lexicon.load("verbs")["verb"]]


def deliverables() -> Iterable[str]:
    """Return the kinds of deliverable, as the lexicon has them."""
    from mandates import lexicon  # noqa: PLC0415 -- reads the lexicon

    return dict.fromkeys([rule["deliverable"] for rule in lexicon.load("deliverables")["rule"]] + ["action"])


DATE = Date()
COUNT = Count()
POSITIVE = Count(1)
BODY = Body()
SESSION = Session()
STATUS = StatusWord()
STATE = click.Choice(list(State), case_sensitive=False)
ROLE = RoleWord()
VERB = Word("verb", verbs)
DUE = Due()
EXTENSION = Extension()
DELIVERABLE = Word("deliverable", deliverables)
HEAP = HeapWord()
#: What takes a judgement away.
NO_JUDGEMENT = "none"
JUDGEMENT = Word("judgement", lambda: [*(judgement.value for judgement in Judgement), NO_JUDGEMENT])

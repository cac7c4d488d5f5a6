"""Accounts by the API, for programs that let people in: with a token of an admin that may."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from mandates.domain.accounts import Account, Limits
from mandates.domain.errors import UnknownReferenceError, UsageError
from mandates.domain.kinds import AccountRole
from mandates.register import accounts, typed
from mandates.web.api.answers import answer, listed, portion
from mandates.web.api.changes import fields
from mandates.web.site import Visit

#: What a change may say of an account.
CHANGE: Mapping[str, type] = {
    "name": str, "role": str, "mail": str, "disabled": bool, "invite": bool, "owners": list, "committees": list,
}  # fmt: skip


def all_people(visit: Visit) -> Response:
    """List the accounts."""
    _require_team(visit)
    with visit.reading() as connection:
        rows = [_row(one) for one in accounts.listed(connection)]
        return listed(visit, connection, *portion(visit, rows, "name"))


def change(visit: Visit) -> Response:
    """Let a person in, or change the account of this name; a new person, or `invite`, gives an invitation's address."""
    _require_team(visit)
    said = fields(visit.body, CHANGE)
    name = said.get("name", "")
    if not name.strip():
        raise UsageError("nobody is named", "send 'name'")
    role = typed.member_of(AccountRole)(said["role"]) if "role" in said else None
    secret = None
    with visit.writing("user", entrance=True) as work:
        new = accounts.find_any(work.connection, name) is None
        if new:
            accounts.add(work, name, role or AccountRole.READER, said.get("mail"))
        elif role is not None:
            accounts.set_role(work, name, role)
        if "owners" in said or "committees" in said:
            limits = Limits(owners=tuple(said.get("owners", ())), committees=tuple(said.get("committees", ())))
            accounts.set_limits(work, name, limits)
        if "disabled" in said:
            accounts.disable(work, name, disabled=said["disabled"])
        if new or said.get("invite"):
            secret = accounts.invite(work, name)
        row = _row(accounts.require(work.connection, name))
    link = f"{visit.site.public_url.rstrip('/')}/invitation/{secret}" if secret else None
    return answer({**row, "invitation": link}, HTTPStatus.CREATED if new else HTTPStatus.OK)


def _require_team(visit: Visit) -> None:
    if not visit.site.team:
        raise UnknownReferenceError("there are no accounts without --team", "use the site of a team")


def _row(one: Account) -> dict[str, Any]:
    return {
        "name": one.name,
        "mail": one.mail,
        "role": one.role.value,
        "owners": list(one.limits.owners),
        "committees": list(one.limits.committees),
        "disabled": one.disabled,
        "invited": one.password_hash is None,
    }

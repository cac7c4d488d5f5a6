"""The accounts in the API, for programs that manage them with a token of an admin."""

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

#: The fields of a change of an account.
CHANGE: Mapping[str, type] = {
    "name": str, "role": str, "mail": str, "disabled": bool, "invite": bool, "owners": list, "committees": list,
}  # fmt: skip


def all_people(visit: Visit) -> Response:
    """List the accounts."""
    _require_team(visit)
    with visit.reading() as connection:
        rows = [_row(account) for account in accounts.listed(connection)]
        return listed(visit, connection, *portion(visit, rows, "name"))


def change(visit: Visit) -> Response:
    """Add an account, or change the one with this name.

    A new account, or the field `invite`, makes an address at which the person sets a password.
    """
    _require_team(visit)
    values = fields(visit.body, CHANGE)
    name = values.get("name", "")
    if not name.strip():
        raise UsageError("no person is named", "send 'name'")
    role = typed.member_of(AccountRole)(values["role"]) if "role" in values else None
    secret = None
    with visit.writing("user", entrance=True) as work:
        is_new = accounts.find_any(work.connection, name) is None
        if is_new:
            accounts.add(work, name, role or AccountRole.READER, values.get("mail"))
        elif role is not None:
            accounts.set_role(work, name, role)
        if "owners" in values or "committees" in values:
            limits = Limits(owners=tuple(values.get("owners", ())), committees=tuple(values.get("committees", ())))
            accounts.set_limits(work, name, limits)
        if "disabled" in values:
            accounts.disable(work, name, disabled=values["disabled"])
        if is_new or values.get("invite"):
            secret = accounts.invite(work, name)
        row = _row(accounts.require(work.connection, name))
    link = f"{visit.site.public_url.rstrip('/')}/invitation/{secret}" if secret else None
    return answer({**row, "invitation": link}, HTTPStatus.CREATED if is_new else HTTPStatus.OK)


def _require_team(visit: Visit) -> None:
    if not visit.site.team:
        raise UnknownReferenceError("this site has no accounts", "use the site of a team")


def _row(account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "mail": account.mail,
        "role": account.role.value,
        "owners": list(account.limits.owners),
        "committees": list(account.limits.committees),
        "disabled": account.disabled,
        "invited": account.password_hash is None,
    }

import json

import pytest

from mandates.domain.filters import Criteria, Filters
from mandates.domain.status import Status
from mandates.register.views import from_plain, joined, to_plain
from tests.register.law_actions import FILTERS

pytestmark = pytest.mark.usefixtures("register")


def listed(run, *options):
    rows = json.loads(run("list", *options, "--as-of", "2018-04-01", "--format", "json").stdout)
    return [row["mandate"] for row in rows]


@pytest.mark.parametrize("filters", FILTERS)
def test_filters_are_kept_as_they_are(filters):
    assert from_plain(json.loads(json.dumps(to_plain(filters)))) == filters


def test_what_is_given_beside_a_view_counts():
    kept = Filters(owners=("A",), overdue=True, excluded=Criteria(verbs=("decide",)))
    given = Filters(owners=("B",), statuses=(Status.PENDING,), excluded=Criteria(verbs=("urge",)))
    assert joined(kept, given) == Filters(
        owners=("B",), statuses=(Status.PENDING,), overdue=True, excluded=Criteria(verbs=("decide", "urge"))
    )


def test_a_view_selects_the_same_in_every_command(run):
    saved = run("view", "save", "mine", "--body", "GA", "--not-deliverable", "agenda_item")
    assert (saved.exit_code, saved.stderr) == (0, "View 'mine' is saved. Use it with: mandates list --view 'mine'\n")
    wanted = listed(run, "--body", "GA", "--not-deliverable", "agenda_item")
    assert listed(run, "--view", "mine") == wanted == ["A/RES/71/500#8", "A/RES/71/500#3"]
    assert listed(run, "--view", "mine", "--undated") == ["A/RES/71/500#3"]
    for command in (["forecast", "--months", "24"], ["export", "--format", "ics"], ["export", "--format", "csv"]):
        found = run(*command, "--view", "mine", "--as-of", "2018-04-01").stdout.replace("\r\n ", "")
        assert ("A/RES/71/500#8" in found, "A/RES/71/500#9" in found) == (True, False)
    assert run("update", "--view", "mine", "--note", "seen", "--yes").stderr.startswith("2 items changed.")


def test_views_are_listed_replaced_and_removed(run):
    assert run("view").stdout == "No view is saved; 'mandates view save NAME' saves one.\n"
    run("view", "save", "mine", "--body", "GA")
    run("view", "save", "mine", "--body", "SC", "--not-owner", "SG")
    (kept,) = json.loads(run("view", "--format", "json").stdout)
    assert kept == {"name": "mine", "filters": {"bodies": ["Security Council"], "excluded": {"owners": ["SG"]}}}
    assert "not owners: SG" in run("view").stdout
    assert run("view", "remove", "mine").exit_code == 0
    assert json.loads(run("view", "--format", "json").stdout) == []


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (["list", "--view", "yours"], 4, "there is no view 'yours'. Save one with 'mandates view save'."),
        (["view", "remove", "yours"], 4, "there is no view 'yours'."),
        (["view", "save", "empty"], 2, "there are no filters to save as 'empty'."),
        (["view", "save", " ", "--body", "GA"], 2, "the view has no name."),
    ],
)
def test_mistakes_are_told_in_a_line(run, command, code, said):
    result = run(*command)
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1)
    assert said in result.stderr

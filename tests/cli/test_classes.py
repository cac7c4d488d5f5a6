"""What is followed up beside mandates, and parts, as a user of the commands meets them."""

import csv
import io
import json

import pytest

TEXT = """Resolution adopted by the General Assembly on 14 December 2016

71/349. Ferries

The General Assembly,

1. Requests the Secretary-General to include in his report:

(a) A list of ferries, by 1 March 2019;

(b) An account of quays;

2. Adopts the declaration annexed to the present resolution.

75th plenary meeting
14 December 2016

Annex

Declaration on ferries

1. We call upon States to paint their buoys.

2. We also request the Secretary-General to report by 1 May 2019.

3. We hope.
"""


@pytest.fixture
def ferries(register, run, tmp_path):  # noqa: ARG001 - it is there first
    (tmp_path / "ferries.txt").write_text(TEXT)
    result = run("ingest", str(tmp_path / "ferries.txt"))
    assert "1 mandate, 2 others" in result.stdout


def of_ferries(run, *options):
    return json.loads(run("list", "--resolution", "71/349", *options, "--format", "json").stdout)


@pytest.mark.usefixtures("ferries")
def test_lists_show_what_is_asked_for(run):
    assert [row["label"] for row in of_ferries(run)] == ["1", "annex 2"]
    assert [row["class"] for row in of_ferries(run, "--class", "outcome")] == ["outcome"] * 2
    assert [row["label"] for row in of_ferries(run, "--not-class", "outcome")] == ["1"]
    assert "report (outcome)" in run("list", "--class", "outcome").stdout
    none = run("list", "--resolution", "71/349", "--undated")
    assert "Left out, as they are not mandates and have no date: 1 outcome. --class shows them." in none.stderr
    assert run("list", "--class", "wish").exit_code == 2
    forecast = json.loads(run("forecast", "--as-of", "2018-06-01", "--class", "outcome", "--format", "json").stdout)
    assert "annex 2" in json.dumps(forecast)


@pytest.mark.usefixtures("ferries")
def test_parts_are_shown_and_exported(run):
    shown = " ".join(run("show", "71/349#1").stdout.split())
    assert "1 (a) A list of ferries, by 1 March 2019; 1 Mar 2019" in shown
    assert "Class outcome document" in " ".join(run("show", "71/349#annex1").stdout.split())
    rows = list(csv.DictReader(io.StringIO(run("export", "--resolution", "71/349", "--format", "csv").stdout)))
    assert [row["class"] for row in rows] == ["mandate", "outcome"]
    assert "1 (b) An account of quays" in rows[0]["parts"]

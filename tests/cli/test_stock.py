"""`mandates stock`: heaps on a terminal, in a workbook, and judgements."""

import io
import json
import zipfile

import pytest

R8 = "A/RES/71/500#8"


@pytest.fixture(autouse=True)
def day(on_day, register):  # noqa: ARG001 - the register is there
    on_day("2026-06-30")


def test_heaps_with_their_numbers_and_what_is_on_one(run):
    shown = run("stock").stdout
    assert max(map(len, shown.splitlines())) <= 80
    numbers = {line.split()[0]: line.split()[1] for line in shown.splitlines() if line and line.split()[1:2] > ["0"]}
    assert (numbers["done"], numbers["never_reported"], numbers["expired"]) == ("1", "2", "1")
    assert "what was reported is not known" in shown
    heap = run("stock", "--heap", "never reported", "--body", "GA").stdout
    assert "no report in 6 sessions" in heap
    assert R8 in heap
    rows = run("stock", "--format", "csv").stdout.splitlines()
    assert rows[0].startswith("heap,why,reference")
    found = json.loads(run("stock", "--format", "json", "--heap", "done").stdout)
    assert [one["heap"] for one in found["items"]] == ["done"]
    assert len(found["heaps"]) == 7


def test_a_workbook_has_a_sheet_for_each_heap(run, tmp_path):
    assert run("stock", "--output", tmp_path / "stock.xlsx").exit_code == 0
    book = zipfile.ZipFile(io.BytesIO((tmp_path / "stock.xlsx").read_bytes())).read("xl/workbook.xml").decode()
    assert all(f'name="{name}"' in book for name in ("Heaps", "done", "never reported", "observances"))


@pytest.mark.usefixtures("quick_init")
def test_a_judgement_on_what_is_named_is_shown_and_goes_out_and_in(run, tmp_path):
    result = run("stock", R8, "--judge", "retire", "--reason", "answered under 79/12")
    assert result.stderr.splitlines()[0] == f"{R8}: judgement: retire."
    assert "retire: answered under 79/12" in run("show", R8).stdout
    heap = run("stock", "--heap", "never_reported").stdout
    assert "retire" in heap
    assert "answered under 79/12" in heap
    assert "retire,answered under 79/12" in run("list", "--format", "csv").stdout
    everything = tmp_path / "all.jsonl"
    assert run("export", "--output", everything).exit_code == 0
    other = tmp_path / "other.db"
    assert run("init", "--db", other).exit_code == 0
    assert run("import", everything, "--db", other).exit_code == 0
    assert "answered under 79/12" in run("show", R8, "--db", other).stdout
    assert run("undo").exit_code == 0
    assert "Judgement" not in run("show", R8).stdout


def test_a_judgement_on_a_heap_is_shown_first_and_asked_for(run):
    told = ("stock", "--heap", "never_reported", "--body", "GA", "--judge", "merge", "--reason", "one report will do")
    tried = run(*told, "--dry-run")
    assert R8 in tried.stdout
    assert "1 item would change; nothing was changed." in tried.stderr
    assert run(*told).exit_code == 2  # nobody is there to say yes
    assert "Judgement" not in run("show", R8).stdout
    assert "Take it back with: mandates undo" in run(*told, "--yes").stderr
    assert "merge: one report will do" in run("show", R8).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((R8,), "no judgement is given"),
        (("--reason", "why"), "--reason needs a judgement"),
        ((R8, "--judge", "retire"), "has no reason"),
        (("--judge", "retire", "--reason", "x"), "no mandate is named"),
        ((R8, "--judge", "retired", "--reason", "x"), "is not a judgement"),
        (("--heap", "doen"), "is not a heap"),
    ],
)
def test_what_makes_no_sense_is_said(run, words, said):
    result = run("stock", *words)
    assert result.exit_code == 2
    assert said in result.stderr

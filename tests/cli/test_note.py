"""`mandates note`: writing, showing, attaching, taking away."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("register")

ITEM = "A/RES/71/500#8"


def test_notes_are_kept_one_after_the_other_and_shown_everywhere(run, tmp_path, monkeypatch):
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF \xff")
    assert run("note", "71/500#8", "asked DPPA").stderr == f"{ITEM}: note: asked DPPA.\n"
    monkeypatch.setenv("MANDATES_USER", "Ben")
    said = run("note", ITEM, "they answered", "--attach", letter, "--link", "https://un.org/x")
    assert said.stderr == f"{ITEM}: note: they answered [letter.pdf, https://un.org/x].\n"
    told = json.loads(run("note", ITEM, "--format", "json").stdout)
    assert [(one["number"], one["text"], one["by"]) for one in told] == [
        (1, "asked DPPA", "Ada"),
        (2, "they answered", "Ben"),
    ]
    for words in ("asked DPPA", "they answered [file 1: letter.pdf, 1 kB; https://un.org/x]"):
        assert words in " ".join(run("show", ITEM).stdout.split())
    (row,) = json.loads(run("list", "--search", "letter.pdf", "--format", "json").stdout)
    assert row["note"] == "they answered [letter.pdf, https://un.org/x]"
    assert "note: they answered" in run("history", ITEM).stdout
    assert run("note", ITEM, "--file", "1").stdout_bytes == letter.read_bytes()
    run("note", ITEM, "--file", "1", "--save", tmp_path / "back.pdf")
    assert (tmp_path / "back.pdf").read_bytes() == letter.read_bytes()


def test_a_note_is_taken_away_or_undone(run):
    run("note", ITEM, "first")
    run("note", ITEM, "second")
    assert "note removed: first" in run("note", ITEM, "--remove", "1").stderr
    run("undo")
    assert run("note", ITEM).stdout.count("second") == 1
    assert "Nothing was changed" in run("note", ITEM, "third", "--dry-run").stderr
    assert "third" not in run("note", ITEM).stdout


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("",), 2, "empty"),
        (("x", "--attach", "nowhere.pdf"), 3, "not a file that can be attached"),
        (("x", "--attach", "."), 3, "not a file that can be attached"),
        (("x", "--link", "nonsense"), 2, "not a link"),
        (("--remove", "1"), 5, "no note 1"),
        (("--file", "1"), 4, "no note has a file 1"),
        (("x", "--remove", "1"), 2, "more than one action"),
        (("--save", "x"), 2, "--file N"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(run, args, code, words):
    result = run("note", ITEM, *args)
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1)
    assert words in result.stderr

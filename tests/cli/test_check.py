"""`mandates check` on drafts as delegations write them."""

import json

import pytest

HEAD = (
    "United Nations\tA/RES/{number}\n\nGeneral Assembly\n\nResolution adopted by the General Assembly on {day}\n\n"
    "{number}. {title}\n\nThe General Assembly,\n\n"
)
OWED = "Requests the Secretary-General to submit to the General Assembly at its eighty-second session a report on "
BEES = (
    "1. Calls upon Member States to protect wild bees and other pollinators in mountain regions from pesticides;\n\n"
    "2. Invites the Food and Agriculture Organization to map the nesting grounds of wild bees by 1 May 2027;\n\n"
    "3. Encourages universities to teach the keeping of orchards without poison to farmers of high valleys;\n\n"
    "4. Requests the Secretary-General to submit to the General Assembly at its eightieth session a report on the "
    "implementation of the present resolution;\n\n"
    "5. Decides to include in the provisional agenda of its eightieth session the item entitled “Wild pollinators”.\n"
)
ORCHARDS = (
    "1. Encourages universities to teach the keeping of orchards without poison to young farmers of high valleys;\n\n"
    f"2. {OWED}the implementation of the present resolution.\n"
)
POLLEN = f"1. {OWED}wild pollinators and their pollen.\n"
DRAFT = (
    "A/C.2/80/L.12\n\nGeneral Assembly\nEightieth session\n\nSecond Committee\n\nChile: draft resolution\n\n"
    "Wild pollinators\n\nThe General Assembly,\n\nRecalling its resolution 78/901 of 4 December 2023,\n\n"
    "1. Calls upon Member States to protect wild bees and other pollinators in mountain regions from pesticides;\n\n"
    "2. Encourages universities to teach the keeping of orchards without poison to farmers of high valleys;\n\n"
    "3. Urges the Universal Postal Union to issue stamps that show meadow flowers;\n\n"
    f"4. {OWED}the implementation of the present resolution.\n"
)


@pytest.fixture(autouse=True)
def texts(register, run, tmp_path):  # noqa: ARG001 - the register is there
    for number, day, title, words in (
        ("78/901", "4 December 2023", "Wild pollinators", BEES),
        ("78/902", "4 December 2023", "Orchards", ORCHARDS),
        ("79/903", "4 December 2024", "Pollen of wild flowers", POLLEN),
    ):
        path = tmp_path / f"{number.replace('/', '_')}.txt"
        path.write_text(HEAD.format(number=number, day=day, title=title) + words, encoding="utf-8")
        assert run("ingest", path).exit_code == 0


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "draft.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def checked(run, draft, **values):
    return json.loads(run("check", draft, "--as-of", "2025-11-01", "--format", "json", **values).stdout)


def test_each_clause_is_beside_what_asks_for_it_already(run, draft):
    found = checked(run, draft)
    assert found["draft"]["symbol"] == "A/C.2/80/L.12"
    assert [(one["symbol"], one["state"]) for one in found["predecessors"]][:1] == [("A/RES/78/901", "linked")]
    assert [one["symbol"] for one in found["chain"]] == ["A/RES/78/901"]
    rows = {one["label"]: (one["relation"], [row["reference"] for row in one["existing"]]) for one in found["clauses"]}
    assert rows == {
        "1": ("same", ["A/RES/78/901#1"]),
        "2": ("same", ["A/RES/78/901#3", "A/RES/78/902#1"]),
        "3": ("new", []),
        "4": ("due_moved", ["A/RES/78/901#4"]),
    }


@pytest.mark.parametrize("short_first", [True, False])
def test_a_clause_repeats_that_of_its_paragraph_though_another_has_all_its_words(run, draft, tmp_path, short_first):
    longer = "geese, herons and storks in marshes, deltas and meadows from noise"

    def text(head, short):
        protected = (short, longer) if short_first else (longer, short)
        return head + ";\n\n".join(
            f"{number}. Calls upon Member States to protect wild {birds}" for number, birds in enumerate(protected, 1)
        )

    path = tmp_path / "geese.txt"
    head = HEAD.format(number="79/904", day="4 December 2024", title="Birds of passage")
    path.write_text(text(head, "geese in deltas and lagoons"), encoding="utf-8")
    assert run("ingest", path).exit_code == 0
    head = DRAFT.replace("Wild pollinators", "Birds of passage").replace("78/901", "79/904").partition("1. ")[0]
    draft.write_text(text(head, "geese in deltas and meadows"), encoding="utf-8")
    found = {one["label"]: [row["reference"] for row in one["existing"]] for one in checked(run, draft)["clauses"]}
    assert found == {"1": ["A/RES/79/904#1"], "2": ["A/RES/79/904#2"]}


def test_what_is_left_out_and_owed_besides_is_named(run, draft):
    found = checked(run, draft)
    left = {one["item"]["reference"]: one["owed"] for one in found["left_out"]}
    assert left == {"A/RES/78/901#2": True, "A/RES/78/901#5": True}
    assert [(one["item"]["reference"], one["labels"]) for one in found["also_owed"]] == [("A/RES/79/903#1", ["4"])]


def test_what_is_owed_besides_begins_with_the_closest_to_the_subject(run, draft, tmp_path):
    title = "Wild pollinators in the north"
    path = tmp_path / "closer.txt"
    path.write_text(HEAD.format(number="79/905", day="5 December 2024", title=title) + POLLEN, encoding="utf-8")
    assert run("ingest", path).exit_code == 0
    draft.write_text(DRAFT.replace("Wild pollinators\n", f"{title}\n"), encoding="utf-8")
    owed = [(one["item"]["symbol"], one["shared"]) for one in checked(run, draft)["also_owed"]]
    assert owed == [("A/RES/79/905", ["north", "pollinators", "wild"]), ("A/RES/79/903", ["pollinators", "wild"])]


def test_the_series_is_the_one_that_the_register_keeps(run, draft, tmp_path):
    path = tmp_path / "older.txt"
    path.write_text(
        HEAD.format(number="76/801", day="3 December 2021", title="Wild pollinators") + BEES, encoding="utf-8"
    )
    assert run("ingest", path).exit_code == 0
    assert [one["symbol"] for one in checked(run, draft)["chain"]] == ["A/RES/76/801", "A/RES/78/901"]
    (link,) = json.loads(run("series", "78/901", "--format", "json").stdout)["predecessors"]
    assert run("renewals", str(link["number"]), "--reject").exit_code == 0
    assert [one["symbol"] for one in checked(run, draft)["chain"]] == ["A/RES/78/901"]


def test_a_clause_of_an_earlier_text_that_is_taken_up_again_is_not_new(run, draft, tmp_path):
    again = "Urges the Universal Postal Union to issue stamps that show meadow flowers"
    path = tmp_path / "older.txt"
    text = HEAD.format(number="76/801", day="3 December 2021", title="Wild pollinators") + BEES
    path.write_text(f"{text}\n6. {again}.\n", encoding="utf-8")
    assert run("ingest", path).exit_code == 0
    found = {row["label"]: row for row in checked(run, draft)["clauses"]}
    assert found["3"]["relation"] == "same"
    assert [(row["reference"], row["in_series"]) for row in found["3"]["existing"]] == [("A/RES/76/801#6", True)]


def test_a_problem_of_a_draft_names_its_paragraph(run, draft):
    draft.write_text(DRAFT.replace("3. Urges the", "6. Exhorts the"), encoding="utf-8")
    said = run("check", draft, "--as-of", "2025-11-01").stderr
    assert "paragraph 6: begins with 'Exhorts', which is read as no mandate" in said
    assert "the draft: " in said
    assert "A/RES/80/0" not in said


def test_nothing_is_stored_and_standard_input_is_read(run, draft):
    before = run("history", "--limit", "0").stdout
    whole = checked(run, draft)
    piped = checked(run, "-", stdin=DRAFT)
    assert {**piped, "draft": None} == {**whole, "draft": None}
    assert run("history", "--limit", "0").stdout == before
    assert run("documents").stdout.count("L.12") == 0


def test_a_person_reads_it_in_eighty_columns(run, draft, tmp_path):
    shown = run("check", draft, "--as-of", "2025-11-01").stdout
    assert max(map(len, shown.splitlines())) <= 80
    for words in (
        "It continues A/RES/78/901",
        "in other series",
        "Left out, still open",
        "Other reports on this subject",
    ):
        assert words in shown
    assert "## Left out, still open" in run("check", draft, "--as-of", "2025-11-01", "--format", "md").stdout
    rows = run("check", draft, "--as-of", "2025-11-01", "--format", "csv").stdout.splitlines()
    assert [row.split(",")[0] for row in rows] == ["part", *["clause"] * 5, *["left_out"] * 2, "also_owed"]
    assert run("check", draft, "-o", tmp_path / "check.html").exit_code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("Minutes of a meeting.\n", "no opening"),
        ("A/80/123\n\nReport of the Secretary-General\n", ""),
    ],
)
def test_what_is_no_draft_is_said_in_one_line(run, text, said):
    result = run("check", "-", stdin=text)
    assert result.exit_code == 3
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert said in result.stderr


def test_brackets_of_negotiation_are_read_and_said(run, draft):
    bracketed = DRAFT.replace("3. Urges the Universal", "OP2 Alt. [Requests / Invites] the Universal").replace(
        "4. Requests", "[OP3. Requests"
    )
    bracketed = bracketed.replace("eighty-second", "[eighty-second / eighty-third]").replace(
        "resolution.\n", "resolution;]"
    )
    draft.write_text(bracketed, encoding="utf-8")
    answer = run("check", draft, "--as-of", "2025-11-01", "--format", "json")
    clauses = {row["label"]: row for row in json.loads(answer.stdout)["clauses"]}
    assert list(clauses) == ["1", "2", "2 alt", "3"]
    assert clauses["2 alt"]["owners"] == ["Universal Postal Union"]
    assert [due["phrase"] for due in clauses["3"]["due"]] == ["at its eighty-second session"]
    assert clauses["3"]["relation"] == "due_moved"
    assert "paragraph 2 alt: has alternatives in brackets; the first is read: [Requests / Invites]" in answer.stderr
    assert "A/RES/" not in answer.stderr

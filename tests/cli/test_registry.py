"""The registry of mandates: its list of what the budget cites comes in, its form of paragraphs goes out."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("register")

LIST = """\
Origin Document,Section,Section Title,Entity-Long,Entity,Programme,Programme Title,Symbol,Full Document Symbol
A/81/6 (Sect. 3),3,Political affairs,Department of Political Affairs,DPPA,2,Political affairs,71/500,A/RES/71/500
A/81/6 (Sect. 24),24,Human rights,,OHCHR,20,"Human
rights",2400 (2018),S/RES/2400 (2018)
A/81/6 (Sect. 3),3,Political affairs,Department,DPPA,2,Political affairs,2400 (2018),S/RES/2400 (2018)
A/81/6 (Sect. 9),9,Economic affairs,,DESA,7,Economic affairs,ESCAP/x,
"""
DPPA = "Department of Political and Peacebuilding Affairs"


@pytest.fixture
def budget(tmp_path):
    path = tmp_path / "all_mandates.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def listed(run, *filters):
    return json.loads(run("list", "--all", "--format", "json", *filters).stdout)


def test_lists_say_and_select_which_programme_cites_a_resolution(run, budget):
    said = run("import", "--registry", budget).stderr
    assert "3 lines, citing 2 resolutions; 2 of these are in the register." in said
    assert "1 line without a known symbol" in said
    assert {row["symbol"] for row in listed(run, "--entity", "DPPA")} == {"A/RES/71/500", "S/RES/2400 (2018)"}
    for narrowed in (("--entity", "OHCHR"), ("--programme", "20"), ("--programme", "human rights")):
        assert {row["symbol"] for row in listed(run, *narrowed)} == {"S/RES/2400 (2018)"}
    assert {row["symbol"] for row in listed(run, "--not-entity", "OHCHR")} == {"A/RES/71/500"}
    (row,) = listed(run, "--resolution", "71/500", "--verb", "encourage")
    assert (row["entities"], row["programmes"], row["lead"]) == ([DPPA], ["2 Political affairs"], None)
    assert f"{DPPA}; 2 Political affairs" in " ".join(run("show", "71/500#8").stdout.split())
    run("import", "--registry", budget)  # the same documents again are not counted twice
    assert listed(run, "--resolution", "71/500", "--verb", "encourage") == [row]


@pytest.mark.parametrize("named", [("--entity", "NOPE"), ("--not-programme", "9999")])
def test_an_entity_or_programme_that_cites_nothing_is_told(run, budget, named):
    run("import", "--registry", budget)
    result = run("list", *named)
    assert result.exit_code == 4
    assert "is cited in the budget by" in result.stderr


def test_the_entity_that_alone_cites_a_text_leads_on_it(run, budget):
    run("assign", "71/500#9", "--lead", "OLA")
    run("import", "--registry", budget, "--assign-lead", "--dry-run")
    assert {row["lead"] for row in listed(run)} == {None, "Office of Legal Affairs"}
    run("import", "--registry", budget, "--assign-lead")
    leads = {row["reference"].partition("@")[0]: row["lead"] for row in listed(run)}
    assert (leads["A/RES/71/500#8"], leads["A/RES/71/500#9"]) == (DPPA, "Office of Legal Affairs")
    assert leads["S/RES/2400 (2018)#7"] is None  # two cite it
    run("undo")
    assert {row["lead"] for row in listed(run)} == {None, "Office of Legal Affairs"}


def test_a_resolution_goes_out_in_the_form_of_the_registry(run, tmp_path):
    path = tmp_path / "71-500.json"
    assert run("export", "--format", "registry-json", "--resolution", "71/500", "--output", path).exit_code == 0
    paragraphs = json.loads(path.read_text(encoding="utf-8"))
    assert paragraphs[0]["paragraph_type"] == "preambular"
    (eight,) = [one for one in paragraphs if one["prefix"] == "8"]
    (mandate,) = eight["mandates"]
    assert mandate["reference"] == "A/RES/71/500#8"
    assert (mandate["action_verb_normalized"], mandate["action_verb_type"]) == ("request", "directive")
    assert [(one["assignee_normalized"], one["assignee_type"]) for one in mandate["assignees"]] == [
        ("Secretary-General", "UN Secretariat")
    ]
    assert run("export", "--format", "registry-json").exit_code == 2
    assert run("export", "--format", "registry-json", "--resolution", "71/999").exit_code == 4


def test_what_is_no_such_list_is_told_in_a_line(run, tmp_path):
    for content in ("a,b\n1,2\n", "Symbol,Entity\nnonsense,DPPA\n", ""):
        (tmp_path / "x.csv").write_text(content, encoding="utf-8")
        result = run("import", "--registry", tmp_path / "x.csv")
        assert (result.exit_code, "Error: " in result.stderr) == (2, True)
    assert run("import", "--registry", tmp_path / "x.csv", "--marks").exit_code == 2
    assert run("import", tmp_path / "x.csv", "--assign-lead").exit_code == 2

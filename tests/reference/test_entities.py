import csv
import importlib.resources

import pytest

from mandates import datafiles
from mandates.domain.errors import VocabularyError
from mandates.extraction.clause import Context
from mandates.extraction.clauses import clauses_at, openings
from mandates.extraction.owners import find_parties
from mandates.extraction.tokens import named
from mandates.reference.entities import KINDS, Entity, entities, entity, resolve, suggest
from tests.extraction.due_reading import resolution

LISTED = datafiles.load("mandates.reference", "data/entities.toml")["entity"]
STATES = datafiles.load("mandates.reference", "data/states.toml")


def keys_in(text):
    """Return the keys of the entities that `text` names, as addressees or otherwise."""
    place = resolution(text)
    found = {token.key for token in named(text)}
    for clause in clauses_at(text, list(openings(text, place.body))):
        owners = find_parties(clause, Context(resolution=place, index=0)).owners
        found |= {owner.entity for owner in owners}
    return found


@pytest.fixture
def own_folder(tmp_path):
    yield lambda text: (tmp_path / "entities.toml").write_text(text, "utf-8") and datafiles.use_folder(tmp_path)
    datafiles.use_folder(None)


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["key"])
def test_each_entity_is_named_in_its_example_and_not_in_its_counter_example(entry):
    assert entry["key"] in keys_in(entry["example"])
    if "counter_example" in entry:
        assert entry["key"] not in keys_in(entry["counter_example"])


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["key"])
def test_each_entity_is_of_a_known_kind_and_its_names_resolve_to_it(entry):
    names = [entry["name"], *entry.get("aliases", ()), *entry.get("abbreviations", ())]
    names += [former["name"] for former in entry.get("former", ())]
    assert entry["kind"] in KINDS
    assert {resolve(name) for name in names} == {entry["key"]}
    assert "successor" not in entry or entity(entry["successor"]) is not None


@pytest.mark.parametrize("state", STATES["states"], ids=lambda state: state["name"])
def test_each_state_is_named_in_the_forms_of_the_file(state):
    key = resolve(state["name"])
    assert entity(key) == Entity(key, state["name"], "state", entity(key).aliases)
    assert key in keys_in(STATES["example"].format(state["name"]))
    assert resolve(f"people of {state['name']}") is None
    if "adjective" in state:
        assert resolve(f"{state['adjective']} authorities") == key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("the SECRETARY-GENERAL", "secretary-general"),
        ("Secretary-General of the United Nations", "secretary-general"),
        ("all relevant Member States", "member-states"),
        ("States concerned", "states"),
        ("Department of Peace Operations of the Secretariat", "department-of-peace-operations"),
        ("Department of Peacekeeping Operations of the United Nations Secretariat", "department-of-peace-operations"),
        ("Organization for the Prohibition of Chemical Weapons", "opcw"),
        ("United Nations Human Settlements Programme (UN-Habitat)", "un-habitat"),
        ("Economic and Social Council", "economic-and-social-council"),
        ("United Nations Children's Fund", "unicef"),
        ("Special Rapporteur of the Human Rights Council on the right to food", "sr-food"),
        ("Government of the Democratic Republic of the Congo", "state-democratic-republic-of-the-congo"),
        ("Secretary-General of the League of Lamplighters", None),
        ("Executive Director of the Board", None),
        ("representatives of Member States", None),
        ("", None),
    ],
)
def test_a_name_resolves_only_as_a_whole(written, key):
    assert resolve(written) == key


def test_a_former_name_keeps_its_years_and_a_predecessor_its_successor():
    women, commission = entity("un-women"), entity("commission-on-human-rights")
    assert ("UNIFEM", 2010) in [(former.name, former.until) for former in women.former]
    assert commission.successor == "human-rights-council"
    assert resolve("Commission on Human Rights") != resolve("Human Rights Council")


def test_a_near_miss_suggests_the_right_one_and_nonsense_nothing():
    assert suggest("Office for Disarmement Afairs")[0].key == "office-for-disarmament-affairs"
    assert len(suggest("Committee", limit=2)) <= 2
    assert suggest("qqqq zzzz") == []


def test_bodies_with_sessions_have_the_calendars_names():
    text = (importlib.resources.files("mandates.reference") / "data" / "bodies.csv").read_text("utf-8")
    bodies = [row["body"] for row in csv.DictReader(text.splitlines())]
    assert [body for body in bodies if resolve(body) is None] == []
    replaced = {old.name for one in entities() for old in one.former}
    assert [body for body in bodies if entity(resolve(body)).name != body and body not in replaced] == []


def test_a_person_adds_an_entity_and_a_name(own_folder):
    own_folder(
        '[[entity]]\nkey = "board-of-lamps"\nname = "Board of Lamps"\nkind = "subsidiary_body"\n'
        'example = "Requests the Board of Lamps to meet"\n'
        '[[entity]]\nkey = "unicef"\naliases = ["Fund for the Young"]\n'
    )
    assert resolve("the Board of Lamps") == "board-of-lamps"
    assert "board-of-lamps" in keys_in("Requests the Board of Lamps to meet")
    assert resolve("Fund for the Young") == resolve("UNICEF") == "unicef"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[entity]]\nkey = "x"\nname = "UNICEF"\nkind = "group"\n', "names both"),
        ('[[entity]]\nkey = "x"\nname = "Board of Lamps"\nkind = "lamp"\n', "unknown kind"),
        ('[[entity]]\nkey = "state-chad"\nname = "Board of Lamps"\nkind = "group"\n', "the key 'state-chad'"),
        ('[[entity]]\nkey = "x"\nkind = "group"\n', "has no 'name'"),
    ],
)
def test_an_entity_that_cannot_be_is_said_to_be_so(own_folder, text, says):
    own_folder(text)
    with pytest.raises(VocabularyError, match=says):
        resolve("Board of Lamps")

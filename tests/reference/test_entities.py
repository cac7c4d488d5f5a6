import csv
import importlib.resources

import pytest

from mandates import datafiles
from mandates.domain.errors import VocabularyError
from mandates.extraction.clause import Context
from mandates.extraction.clauses import clauses_at, openings
from mandates.extraction.owners import find_parties
from mandates.extraction.tokens import named
from mandates.reference import entities as entities_module
from mandates.reference.entities import KINDS, entities, entity, identify, resolve
from mandates.reference.entity_search import find, near
from scripts import registry
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
    assert find(entity(entry["key"]).abbreviation or entry["key"]) == [entity(entry["key"])]


@pytest.mark.parametrize("state", STATES["states"], ids=lambda state: state["name"])
def test_each_state_is_named_in_the_forms_of_the_file(state):
    key = resolve(state["name"])
    assert (entity(key).name, entity(key).kind) == (state["name"], "state")
    assert {resolve(name) for name in state.get("governments", ())} <= {key}
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


@pytest.mark.parametrize("link", ["parent", "successor"])
def test_what_an_entity_is_part_of_or_followed_by_exists_and_never_comes_round(link):
    for one in entities():
        passed, following = {one.key}, getattr(one, link)
        while following is not None:
            assert following not in passed
            passed.add(following)
            following = getattr(entity(following), link)


def test_years_are_in_order():
    for one in entities():
        years = [*(old.since for old in one.former), *(old.until for old in one.former)]
        assert all(1865 <= year <= 2026 for year in [*years, one.valid_from, one.valid_until] if year is not None)
        assert one.valid_until is None or (one.valid_from or 0) <= one.valid_until
        assert all((old.since or 0) <= old.until <= (one.valid_from or 2026) for old in one.former)


@pytest.mark.parametrize(
    ("key", "abbreviation", "parent", "valid_from", "valid_until"),
    [
        ("office-of-the-high-commissioner-for-human-rights", "OHCHR", "secretariat", None, None),
        ("department-of-political-and-peacebuilding-affairs", "DPPA", "secretariat", 2019, None),
        ("commission-on-human-rights", "CHR", "economic-and-social-council", 1946, 2006),
        ("ctitf", "CTITF", "secretariat", 2005, 2017),
        ("undp", "UNDP", "united-nations", None, None),
        ("economic-commission-for-africa", "ECA", "economic-and-social-council", 1958, None),
        ("fifth-committee", "C.5", "general-assembly", None, None),
        ("amisom", "AMISOM", "african-union", 2007, 2022),
        ("treaty-section", None, "office-of-legal-affairs", None, None),
        ("united-nations-system", None, None, None, None),
        ("state-democratic-republic-of-the-congo", "DRC", None, None, None),
    ],
)
def test_an_entity_has_an_abbreviation_a_whole_and_years(key, abbreviation, parent, valid_from, valid_until):
    found = entity(key)
    assert (found.abbreviation, found.parent) == (abbreviation, parent)
    assert (found.valid_from, found.valid_until) == (valid_from, valid_until)


def test_those_that_took_over_follow_one_another():
    assert entity("amisom").successor == "atmis"
    assert entity("atmis").successor == "aussom"
    assert entity("ctitf").successor == "office-of-counter-terrorism"
    former = {old.name: (old.since, old.until) for old in entity("african-union").former}
    assert former["OAU"] == (1963, 2002)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Secretary-General", "secretary-general"),
        ("the Secretary-General", "secretary-general"),
        ("Secretary - General", "secretary-general"),
        ("Secretary- General", "secretary-general"),
        ("Secretary\u2010General", "secretary-general"),
        ("Secretary\u00ad General", "secretary-general"),
        ("Secretary-\nGeneral,", "secretary-general"),
        ("SECRETARY-GENERAL", "secretary-general"),
        ("SG", "secretary-general"),
        ("UN Secretary-General", "secretary-general"),
        ("Secretary-General of the United Nations", "secretary-general"),
        ("Secretary-General of the League of Arab States", "secretary-general-of-the-arab-league"),
        ("Disarma\u00ad ment Commission", "disarmament-commission"),
        ("Member States", "member-states"),
        ("all Member States", "member-states"),
        ("a Member State", "member-states"),
        ("States Members of the United Nations", "member-states"),
        ("United Nations Member States", "member-states"),
        ("all States", "states"),
        ("UN entities", "united-nations-entities"),
        ("UN-Women", "un-women"),
        ("Office of Counterterrorism", "office-of-counter-terrorism"),
        ("Department of Peacekeeping Operations", "department-of-peace-operations"),
        ("Electoral Assistance Division of the Department of Political Affairs", "electoral-assistance-division"),
        ("Treaty Section of the Office of Legal Affairs of the Secretariat", "treaty-section"),
        ("Rule of Law Unit in the Executive Office of the Secretary-General", "rule-of-law-unit"),
        ("Committee established pursuant to resolution 2653 (2022)", "committee-2653"),
        ("Security Council Committee pursuant to resolutions 1267 (1999)", "committee-1267"),
        ("Committee pursuant to resolution 1591 (2005) concerning the Sudan", "committee-1591"),
        ("Secretary-General\u2019s Special Envoy for the Great Lakes Region", "special-envoy-great-lakes"),
        ("Special Representative for Children and Armed Conflict", "srsg-children-and-armed-conflict"),
        ("SRSG on Sexual Violence in Conflict", "srsg-sexual-violence-in-conflict"),
        ("FGS", "state-somalia"),
    ],
)
def test_an_entity_is_one_however_it_is_written(written, key):
    found = identify(written)
    assert (found.key, found.name) == (key, entity(key).name)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("the  Board of\nLamps", "Board of Lamps"),
        ("The Board of Lamps;", "Board of Lamps"),
        ("board of Lamps", "board of Lamps"),
        ("Lamp - lighters", "Lamp-lighters"),
        ("Lamp\u2011lighters\u00ad", "Lamp-lighters"),
        ("Board of Lamp\u00ad lighters", "Board of Lamplighters"),
        ("lamp- and wick-lighters", "lamp- and wick-lighters"),
        ("Board of Lamps \u2014 LAMP", "Board of Lamps \u2013 LAMP"),
        ("the lighters' union", "lighters\u2019 union"),
        ("Theatre Board", "Theatre Board"),
        ("the", "the"),
        ("", ""),
        ("Secretary-General of the League of Lamplighters", "Secretary-General of the League of Lamplighters"),
        ("Treaty Section of the League of Arab States", "Treaty Section of the League of Arab States"),
        ("United Nations donors", "United Nations donors"),
        ("Committee pursuant to resolution 9999 (2001)", "Committee pursuant to resolution 9999 (2001)"),
        ("Special Envoy for Lamps", "Special Envoy for Lamps"),
        ("Special Representative of the African Union for the Sudan",) * 2,
        (
            "States parties to the United Nations Convention against Corruption",
            "States parties to the United Nations Convention against Corruption",
        ),
    ],
)
def test_a_name_that_is_no_entitys_is_given_in_its_plain_form(written, plain):
    assert (identify(written).key, identify(written).name) == (None, plain)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("secretary-general", "secretary-general"),
        ("sg", "secretary-general"),
        ("SG", "secretary-general"),
        ("the Secretary-General", "secretary-general"),
        ("pga", "president-of-the-general-assembly"),
        ("ola", "office-of-legal-affairs"),
        ("oda", "office-for-disarmament-affairs"),
        ("UNODA", "office-for-disarmament-affairs"),
        ("dppa", "department-of-political-and-peacebuilding-affairs"),
        ("dpa", "department-of-political-and-peacebuilding-affairs"),
        ("oios", "office-of-internal-oversight-services"),
        ("eosg", "executive-office-of-the-secretary-general"),
        ("un women", "un-women"),
        ("unwomen", "un-women"),
        ("unifem", "un-women"),
        ("human rights council", "human-rights-council"),
        ("department of public information", "department-of-global-communications"),
        ("drc", "state-democratic-republic-of-the-congo"),
        ("uk", "state-united-kingdom-of-great-britain-and-northern-ireland"),
        ("government", "governments"),
        ("India", "state-india"),
    ],
)
def test_what_is_called_so_is_found_alone(typed, key):
    assert [one.key for one in find(typed)] == [key]


@pytest.mark.parametrize(
    ("typed", "first", "among"),
    [
        ("outer space", "office-for-outer-space-affairs", "committee-on-the-peaceful-uses-of-outer-space"),
        ("disarm", "disarmament-commission", "office-for-disarmament-affairs"),
        ("political affairs", "department-of-political-and-peacebuilding-affairs", None),
        ("peace support office", "peacebuilding-support-office", None),
        ("korea", "sr-dprk", "state-republic-of-korea"),
        ("Lao", "state-lao-people-s-democratic-republic", None),
    ],
)
def test_part_of_a_name_finds_all_that_have_it(typed, first, among):
    keys = [one.key for one in find(typed)]
    assert keys[0] == first
    assert among is None or among in keys
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("typed", ["", "  ", "the", "zzzz", "lamplighters", "isarm", "secretary of lamps"])
def test_what_no_name_has_finds_nothing(typed):
    assert find(typed) == []


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Office for Disarmement Afairs", "office-for-disarmament-affairs"),
        ("Disarmament Office", "office-for-disarmament-affairs"),
        ("UNODX", "office-for-disarmament-affairs"),
        ("OHCRH", "office-of-the-high-commissioner-for-human-rights"),
        ("GS", "secretary-general"),
        ("UNDPPA", "department-of-political-and-peacebuilding-affairs"),
        ("Afganistan", "state-afghanistan"),
        ("High Comissioner for Refugees", "high-commissioner-for-refugees"),
        ("Department of Safety", "department-of-safety-and-security"),
    ],
)
def test_a_wrong_name_is_near_those_with_its_letters_or_words(typed, key):
    assert key in [one.key for one in near(typed)]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        # a word of six to nine letters may have one wrong, a longer one two, a shorter one none
        ("Chele", []),
        ("Jorden", ["state-jordan"]),
        ("Jurden", []),
        ("Guatimala", ["state-guatemala"]),
        ("Guatimula", []),
        ("Madagascor", ["state-madagascar"]),
        ("Madagaskor", ["state-madagascar"]),
        ("Madogaskor", []),
        # an abbreviation of up to six letters may have one wrong or too many, a longer one two
        ("FAO", ["fao"]),
        ("FAOX", ["fao"]),
        ("FA", []),
        ("WFO", ["wco", "wfp", "who"]),
        ("UNEPX", ["unep"]),
        ("OCHXX", []),
        ("ECLAC", ["eclac", "celac"]),
        ("UNHABITET", ["un-habitat"]),
        ("UNHABUTET", ["un-habitat"]),
        ("UNFCCXX", []),
    ],
)
def test_how_many_letters_may_be_wrong(typed, keys):
    assert [one.key for one in near(typed)] == keys


@pytest.mark.parametrize("typed", ["UNODA", "UNOD", "unodia", "indoa"])
def test_an_abbreviation_is_not_near_a_name_that_looks_like_it(typed):
    assert {one.kind for one in near(typed)}.isdisjoint({"state"})


@pytest.mark.parametrize("typed", ["", "qqqq zzzz", "Indai", "Department of Cats", "Ministry of Finance", "of the"])
def test_nothing_is_near_what_shares_nothing(typed):
    assert near(typed) == []


def test_no_more_are_near_than_asked_for():
    assert len(near("Committee", limit=2)) == 2


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
        ('[[entity]]\nkey = "x"\nname = "Lamps"\nkind = "group"\nabbreviation = "UNI CEF"\n', "is short for"),
        ('[[entity]]\nkey = "x"\nname = "Lamps"\nkind = "group"\nparent = "y"\n', "does not exist"),
        ('[[entity]]\nkey = "x"\nname = "Lamps"\nkind = "group"\nsuccessor = "x"\n', "leads back to itself"),
        (
            '[[entity]]\nkey = "x"\nname = "Special Envoy of the Secretary-General in Yemen"\nkind = "official"\n',
            "names two officials",
        ),
    ],
)
def test_an_entity_that_cannot_be_is_said_to_be_so(own_folder, text, says):
    own_folder(text)
    with pytest.raises(VocabularyError, match=says):
        resolve("Board of Lamps")


def test_accents_may_be_characters_of_their_own():
    assert [resolve(name) for name in ("Tu\u0308rkiye", "Government of Co\u0302te d\u2019Ivoire")] == [
        "state-turkiye",
        "state-cote-d-ivoire",
    ]


def test_the_prepared_registry_is_what_is_worked_out_of_the_data_files():
    assert registry.FILE.read_text(encoding="utf-8") == registry.text(), "write it anew with 'make schemas'"


def test_the_prepared_registry_is_used_only_for_the_files_it_was_made_from(own_folder):
    sources = entities_module.SOURCES
    assert datafiles.prepared("mandates.reference", entities_module.PREPARED, sources) is not None
    assert datafiles.prepared("mandates.reference", entities_module.PREPARED, sources[:1]) is None  # other contents
    own_folder('[[entity]]\nkey = "lantern-programme"\nname = "Lantern Programme"\nkind = "fund_or_programme"\n')
    assert datafiles.prepared("mandates.reference", entities_module.PREPARED, sources) is None
    assert resolve("the Lantern Programme") == "lantern-programme"
    own_folder("\n")
    prepared = list(entities())
    datafiles.use_folder(None)
    assert list(entities()) == prepared

import pytest

from mandates import lexicon
from mandates.domain.errors import VocabularyError
from mandates.extraction.actions import actions
from mandates.extraction.clauses import clauses_at, openings
from mandates.extraction.deliverables import deliverable_of
from mandates.extraction.extract import extract
from mandates.lexicon.verbs import asking_without_mandate, mandating_forms, opening_forms
from mandates.readers.text import read_text
from mandates.structure.parse import parse

VERBS = lexicon.load("verbs")
DELIVERABLES = lexicon.load("deliverables")


def clauses(text, body="General Assembly"):
    return clauses_at(text, list(openings(text, body)))


def lemmas(text):
    return [clause.verb for clause in clauses(text)]


def deliverables(text):
    return [deliverable_of(actions(clause)).kind for clause in clauses(text)]


@pytest.mark.parametrize("entry", VERBS["verb"], ids=lambda entry: entry["key"])
def test_each_verb_is_found_in_its_example_and_not_in_its_counter_example(entry):
    assert entry["key"] in lemmas(entry["example"])
    assert entry["key"] not in lemmas(entry["counter_example"])


@pytest.mark.parametrize("entry", VERBS["verb"], ids=lambda entry: entry["key"])
def test_each_form_of_a_verb_is_found_in_an_example_of_its_own(entry):
    examples = [entry["example"], *entry.get("more_examples", ())]
    assert all(entry["key"] in lemmas(example) for example in examples)
    words = " ".join(examples).lower().split()
    assert set(entry["forms"][1:]) <= set(words)  # the first is tested above


def test_each_entry_has_a_key_of_its_own_and_the_lists_of_other_verbs_none_of_their_forms():
    keys = [entry["key"] for entry in VERBS["verb"]]
    assert len(keys) == len(set(keys))
    assert all(set(entry.get("without_particles", ())) <= set(entry["forms"]) for entry in VERBS["verb"])
    others = {entry["form"] for group in ("speaking", "opening") for entry in VERBS[group]}
    repeating = {entry["form"] for entry in VERBS["repeating"]}  # "renews its call" beside "renews the mandate"
    assert not (mandating_forms() & others) - repeating


def test_a_verb_by_which_an_organ_speaks_stands_in_one_list_once():
    forms = [entry["form"] for group in ("speaking", "opening") for entry in VERBS[group]]
    assert [form for form in forms if forms.count(form) > 1] == []


@pytest.mark.parametrize("entry", VERBS["repeating"], ids=lambda entry: entry["form"])
def test_a_repeating_verb_repeats_only_with_the_noun_of_a_mandate(entry):
    assert [clause.reiterated for clause in clauses(entry["example"])] == [True]
    assert clauses(entry["counter_example"]) == []


@pytest.mark.parametrize("entry", VERBS["continuing"], ids=lambda entry: entry["form"])
def test_a_continuing_verb_gives_the_plain_lemma_of_the_next(entry):
    assert len(clauses(entry["example"])) == 1
    assert clauses(entry["counter_example"]) == []


@pytest.mark.parametrize("entry", VERBS["speaking"], ids=lambda entry: entry["form"])
def test_a_verb_that_only_speaks_makes_no_mandate_but_ends_one(entry):
    assert clauses(entry["example"]) == []
    ended = clauses(f"Requests the Committee to meet, and {entry['form']} the report")
    assert [clause.text[: clause.end] for clause in ended] == ["Requests the Committee to meet"]


@pytest.mark.parametrize("entry", DELIVERABLES["rule"], ids=lambda entry: f"{entry['deliverable']}-{entry['verbs'][0]}")
def test_each_deliverable_rule_reads_its_example_and_not_its_counter_example(entry):
    assert deliverables(entry["example"]) == [entry["deliverable"]]
    assert entry["deliverable"] not in deliverables(entry["counter_example"])


@pytest.fixture
def folder(tmp_path):
    yield tmp_path
    lexicon.use_folder(None)


def test_a_folder_of_ones_own_adds_a_verb_and_a_form_to_one_of_ours(folder):
    (folder / "verbs.toml").write_text(
        '[[verb]]\nkey = "request"\nforms = ["beseeches"]\nnouns = []\n'
        '[[verb]]\nkey = "charge"\nforms = ["charges"]\nnouns = []\n',
        "utf-8",
    )
    assert lemmas("Beseeches the Committee to meet, and charges the Panel with a study") == []
    lexicon.use_folder(folder)
    assert lemmas("Beseeches the Committee to meet, and charges the Panel with a study") == ["request", "charge"]
    assert lemmas("Requests the Committee to meet") == ["request"]


def test_a_byte_order_mark_before_a_file_of_ones_own_is_passed_over(folder):
    (folder / "verbs.toml").write_text('[[verb]]\nkey = "appeal"\nforms = ["implores"]\n', "utf-8-sig")
    lexicon.use_folder(folder)
    assert "implores" in mandating_forms()


def test_words_of_ones_own_count_in_times_that_were_read_before(folder):
    (folder / "due.toml").write_text('[words]\nfinal = ["closing"]\n', "utf-8")
    text = (
        "A/RES/90/1\n\nThe General Assembly,\n\n"
        "1. Requests the Board to report every six months, and to submit a closing report by 1 May 2046."
    )
    (resolution,) = parse(read_text(text, "a.txt")).resolutions
    assert "by 1 May 2046" in [due.phrase for mandate in extract(resolution).mandates for due in mandate.due]
    lexicon.use_folder(folder)
    phrases = [due.phrase for mandate in extract(resolution).mandates for due in mandate.due]
    assert "closing report by 1 May 2046" in phrases


def test_a_form_of_ones_own_may_need_no_particle_though_the_others_do(folder):
    text = "Implores the parties to stop the fighting"
    (folder / "verbs.toml").write_text('[[verb]]\nkey = "appeal"\nforms = ["implores"]\n', "utf-8")
    lexicon.use_folder(folder)
    assert lemmas(text) == []
    (folder / "verbs.toml").write_text(
        '[[verb]]\nkey = "appeal"\nforms = ["implores"]\nwithout_particles = ["implores"]\n', "utf-8"
    )
    lexicon.use_folder(folder)
    assert lemmas(text) == ["appeal"]
    assert lemmas("Appeals to the parties to stop the fighting") == ["appeal"]
    assert lemmas("Appeals the ruling") == []


def test_a_form_that_makes_a_mandate_is_no_longer_reported_as_one_that_makes_none(folder):
    assert "implores" in opening_forms() & asking_without_mandate()
    (folder / "verbs.toml").write_text('[[verb]]\nkey = "urge"\nforms = ["implores"]\n', "utf-8")
    lexicon.use_folder(folder)
    assert "implores" not in opening_forms() | asking_without_mandate()


def test_without_the_folder_all_is_as_before(folder):
    (folder / "verbs.toml").write_text('adverbs = ["loudly indeed"]\n', "utf-8")
    lexicon.use_folder(folder)
    assert "loudly indeed" in lexicon.load("verbs")["adverbs"]
    lexicon.use_folder(None)
    assert "loudly indeed" not in lexicon.load("verbs")["adverbs"]


def test_the_environment_names_the_folder(folder, monkeypatch):
    (folder / "verbs.toml").write_text('adverbs = ["loudly indeed"]\n', "utf-8")
    monkeypatch.setenv(lexicon.FOLDER_VARIABLE, str(folder))
    lexicon.use_folder(None)
    assert "loudly indeed" in lexicon.load("verbs")["adverbs"]
    monkeypatch.delenv(lexicon.FOLDER_VARIABLE)


def test_a_single_value_replaces_ours(folder):
    (folder / "confidence.toml").write_text("base = 0.5\n", "utf-8")
    lexicon.use_folder(folder)
    assert lexicon.load("confidence")["base"] == 0.5
    assert len(lexicon.load("confidence")["reason"]) > 5


@pytest.mark.parametrize("text", ["= broken", 'adverbs = "also"\n', "verb = 3\n"])
def test_a_file_that_is_no_vocabulary_names_itself(folder, text):
    (folder / "verbs.toml").write_text(text, "utf-8")
    lexicon.use_folder(folder)
    with pytest.raises(VocabularyError, match=r"verbs\.toml"):
        lexicon.load("verbs")


def test_a_folder_that_is_not_there_is_said(folder):
    lexicon.use_folder(folder / "elsewhere")
    with pytest.raises(VocabularyError, match="elsewhere"):
        lexicon.load("verbs")


OWN_VERB = '[[verb]]\nkey = "beseech"\nforms = ["beseeches"]\nnouns = []\nfeatures = ["passive", "wishing"]\n'
OWN_TEXT = """Resolution adopted by the General Assembly on 14 December 2022

77/349. Ferries

The General Assembly,

Recalling its earlier texts,

Beseeches the Board to meet.

Adopts the declaration annexed to the present resolution.

Beseeches:

(a) The Panel to report;

75th plenary meeting
14 December 2022

Annex

Declaration

1. We beseech the Secretary-General to report by 1 March 2024.

2. Member States are beseeched to sail.
"""


def test_a_verb_of_ones_own_is_read_wherever_ours_are(folder):
    (folder / "verbs.toml").write_text(OWN_VERB, "utf-8")
    numbered = OWN_TEXT.replace("Beseeches the Board", "1. Beseeches the Board").replace("Adopts", "2. Adopts")
    declaration = OWN_TEXT.replace("1. We beseech", "1. We note the sea.\n\n2. Note it;\n\n3. Recall it;\n\n4. Beseech")
    asked = [["Board"], ["Panel"], ["Secretary-General"], ["Member States"]]
    for text in (OWN_TEXT, numbered, declaration):
        assert "beseech" not in {verb for verb, _ in read_mandates(text)}
    lexicon.use_folder(folder)
    for text in (OWN_TEXT, numbered, declaration):
        assert read_mandates(text) == [("beseech", owners) for owners in asked]


def test_so_is_a_form_without_the_particles_of_the_others(folder):
    (folder / "verbs.toml").write_text(
        '[[verb]]\nkey = "call_upon"\nforms = ["beseeches"]\nwithout_particles = ["beseeches"]\n', "utf-8"
    )
    lexicon.use_folder(folder)
    asked = [["Board"], ["Panel"], ["Secretary-General"], ["Member States"]]
    assert read_mandates(OWN_TEXT) == [("call_upon", owners) for owners in asked]


def read_mandates(text):
    (resolution,) = parse(read_text(text, "a.txt")).resolutions
    return [(found.verb, [owner.name for owner in found.owners]) for found in extract(resolution).mandates]

"""The queue of what waits for a person: every kind in it, one at a time, and a word on each."""

import dataclasses
import re
import shutil

import pytest

from mandates.register.ingest import ingest_reading
from mandates.register.unit_of_work import working
from mandates.store.engine import open_register
from tests.web.conftest import ASSEMBLY, NOW

EIGHT = "A/RES/71/500#8"
KINDS = ["difference", "match", "renewal", "uncertain"]


@pytest.fixture
def database(_queued, tmp_path):
    return str(shutil.copy(_queued, tmp_path / "register.sqlite"))


@pytest.fixture
def corrected(client, database):
    """Let a reading wait that differs from one on which somebody has worked."""
    client.post("/do/note", data={"reference": EIGHT, "note": "mine"})
    eight = next(one for one in ASSEMBLY.mandates if one.label == "8")
    changed = dataclasses.replace(eight, owners=(dataclasses.replace(eight.owners[0], name="Secretariat"),))
    mandates = tuple(changed if one is eight else one for one in ASSEMBLY.mandates)
    with (
        open_register(database, writing=True) as register,
        working(register, actor="Berta", at=NOW, command="ingest") as work,
    ):
        ingest_reading(work, dataclasses.replace(ASSEMBLY, mandates=mandates))


def form(page, action, button="accept"):
    """Return what a form of a page sends when one of its buttons is pressed."""
    text = page.text.partition(f'action="{action}"')[2].partition("</form>")[0]
    assert text, f"no form leads to {action}"
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
    name = re.search(rf'name="(\w+)" value="{button}"', text)
    return {**fields, **({name[1]: button} if name else {})}


def counted(page):
    return int(re.search(r'role="status">\d+ of (\d+)<', page.text)[1]) if 'id="question"' in page.text else 0


@pytest.mark.usefixtures("corrected")
def test_every_kind_waits_in_one_queue(client):
    page = client.get("/review")
    assert counted(page) == 5
    kinds = [one["kind"] for one in client.get("/api/1/review").json()["items"]]
    assert kinds == ["proposed", "match", "renewal", "renewal", "uncertain"]
    assert {one["kind"] for one in client.get("/review.json").json()} == {"proposed", "answer", "renewal", "uncertain"}
    assert client.get("/review.csv").text.count("\nrenewal,") == 2
    questions = ["Which extraction of", "Does", "Does", "Does", "Is the extraction"]
    for place, words in enumerate(questions):
        text = client.get(f"/review?skip={place}").text
        assert words in text.partition('id="question"')[2]
        assert f"{place + 1} of 5" in text
    assert "<strong>5</strong> to check" in client.get("/").text


@pytest.mark.parametrize(("kind", "number"), [("match", 1), ("renewal", 2), ("uncertain", 1), ("difference", 0)])
def test_one_kind_can_be_looked_at_alone(client, kind, number):
    page = client.get(f"/review?kind={kind}")
    assert counted(page) == number
    assert len(client.get(f"/review.json?kind={kind}").json()) == number
    assert ("Nothing to review here" in page.text) == (number == 0)


def test_a_document_is_said_to_answer_an_item(client):
    page = client.get("/review?kind=match")
    assert "A/73/328" in page.text.replace("<wbr>", "")
    done = client.post("/do/match", data=form(page, "/do/match"))
    assert done.url.path == "/review"
    assert "Done (change" in done.text
    assert counted(done) == 0
    assert (
        client.get("/items.json?resolution=71/500&status=reported").json()[0]["evidence"][0]["document"] == "A/73/328"
    )
    change = form(done, "/do/undo")
    assert counted(client.post("/do/undo", data=change)) == 1


def test_a_document_is_said_not_to_answer_an_item(client):
    page = client.get("/review?kind=match")
    done = client.post("/do/match", data={**form(page, "/do/match", "reject"), "reason": "another matter"})
    assert counted(done) == 0
    assert client.get("/items.json?resolution=71/500&status=reported").json() == []
    assert "another matter" in client.get("/history").text


def test_a_renewal_is_confirmed_and_settles_what_it_says(client):
    page = client.get("/review?kind=renewal")
    text = page.text
    assert "<del>seventy-second</del>" in text
    assert "<ins>seventy-fourth</ins>" in text
    first = re.search(r'href="/m/([^"]+)"', text.partition("What would follow")[2])[1]
    done = client.post("/do/renewal", data=form(page, "/do/renewal"))
    assert (done.url.path, counted(done)) == ("/review", 1)
    row = client.get(f"/api/1/items/{first}").json()
    assert row["status"] in ("reported", "implemented")
    assert counted(client.post("/do/undo", data=form(done, "/do/undo"))) == 2


def test_a_renewal_is_rejected(client):
    page = client.get("/review?kind=renewal")
    done = client.post("/do/renewal", data=form(page, "/do/renewal", "reject"))
    assert counted(done) == 1
    assert client.get("/items.json?all=1&status=reported&status=implemented").json() == []


def test_a_word_by_the_api(client):
    rows = [one for one in client.get("/api/1/review").json()["items"] if one["kind"] == "renewal"]
    first, second = (one["renewal"]["number"] for one in rows)
    done = client.post(f"/api/1/renewals/{first}/accept", json={}).json()
    assert len(done["changed"]) == 1
    assert client.post(f"/api/1/renewals/{second}/reject", json={"reason": "no"}).json()["links"]
    assert client.post("/api/1/renewals/999/accept", json={}).status_code == 404


@pytest.mark.usefixtures("corrected")
def test_a_reading_is_taken_or_left(client):
    page = client.get("/review?kind=difference")
    done = client.post("/do/judge", data=form(page, "/do/judge"))
    assert counted(done) == 0
    (row,) = client.get("/items.json?resolution=71/500&due-session=73").json()
    assert row["owners"] == ["Secretariat"]


def test_who_leaves_one_for_later_stays_behind_it(client):
    page = client.get("/review?kind=renewal&skip=1")
    second = re.search(r'name="renewal" value="(\d+)"', page.text)[1]
    back = form(page, "/do/renewal")["back"].replace("&amp;", "&")
    assert back == "/review?kind=renewal&skip=1"
    done = client.post("/do/renewal", data={**form(page, "/do/renewal"), "back": back})
    left = re.search(r'name="renewal" value="(\d+)"', done.text)[1]
    assert left != second
    first = client.get("/review?kind=renewal&skip=1")
    assert "1 of 1" in first.text


@pytest.mark.usefixtures("corrected")
@pytest.mark.parametrize(
    ("kind", "action", "buttons"),
    [
        ("match", "/do/match", ("accept", "reject")),
        ("renewal", "/do/renewal", ("reject", "accept")),
        ("difference", "/do/judge", ("keep", "accept")),
        ("uncertain", "/do/confirm", ("", "")),
    ],
)
def test_of_two_who_give_a_word_the_second_is_told(client, kind, action, buttons):
    page = client.get(f"/review?kind={kind}")
    first, second = (form(page, action, button) for button in buttons)
    client.post(action, data=first)
    before = client.get("/history.json").json()[0]["change"]
    told = client.post(action, data=second)
    assert told.url.path == "/review"
    assert "Somebody else has just decided" in told.text
    assert client.get("/history.json").json()[0]["change"] == before


def test_a_correction_of_what_was_corrected_meanwhile_is_shown_again(client):
    page = client.get("/m/A/RES/71/500/8")
    sent = {**form(page, "/do/correct"), "verb": "invite", "owners": "Secretary-General", "deliverable": "report",
            "due": ""}  # fmt: skip
    client.post("/do/correct", data={**sent, "verb": "urge"})
    told = client.post("/do/correct", data=sent)
    assert told.status_code == 412
    assert "was changed by Anna meanwhile" in told.text
    assert client.get("/items.json?resolution=71/500&verb=urge").json()


def test_who_else_is_at_the_same_one_is_said(client, site):
    assert "looks at this one too" not in client.get("/review?kind=match").text
    number = client.get("/review.json?kind=match").json()[0]["proposal"]["matches"][0]["number"]
    site.presence.update("Ben", f"match {number}", NOW)
    assert "<bdi>Ben</bdi></strong> looks at this one too" in client.get("/review?kind=match").text
    site.presence.update("Ben", "uncertain 1", NOW)
    assert "On this queue too: <bdi>Ben</bdi>" in client.get("/review?kind=match").text


@pytest.mark.parametrize("query", ["kind=x", "skip=x", "skip=-1", "kind=match&kind=x", "what=1"])
def test_what_is_none_is_an_error(client, query):
    assert client.get(f"/review?{query}").status_code == 400


def test_a_place_after_the_end_is_the_beginning(client):
    assert "1 of 4" in client.get("/review?skip=99").text


@pytest.mark.parametrize("action", ["/do/match", "/do/renewal"])
@pytest.mark.parametrize("sent", [{}, {"answer": "accept"}, {"match": "1", "renewal": "1", "answer": "perhaps"}])
def test_a_word_that_is_none_is_refused(client, action, sent):
    assert client.post(action, data=sent).status_code == 400

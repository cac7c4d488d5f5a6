"""What people do in a browser: each change with its history, refusals that keep what was written, undo."""

import dataclasses
import datetime as dt

import pytest

from mandates.domain.commands import Note
from mandates.register import documents, notes, track
from mandates.register.ingest import ingest_reading
from mandates.register.unit_of_work import UnitOfWork, working
from mandates.store.engine import open_register
from tests.cli.conftest import renumbered
from tests.register.samples import issued
from tests.web.conftest import ASSEMBLY, NOW

DPPA = "Department of Political and Peacebuilding Affairs"
OHCHR = "Office of the United Nations High Commissioner for Human Rights"
ITEM = "A/RES/71/500#8"
PAGE = "/m/A/RES/71/500/8"


def row(client, reference=ITEM):
    rows = client.get("/items.json?all=1").json()
    return next(one for one in rows if one["reference"] == reference)


def events(client):
    return client.get("/history.json").json()


def test_a_report_settles_the_item_and_can_be_taken_back(client):
    answer = client.post(
        "/do/report", data={"reference": ITEM, "document": "A/73/328", "on": "2019-08-20", "note": "in time"}
    )
    assert answer.url.path == PAGE
    assert "Done (change" in answer.text
    now = row(client)
    assert (now["status"], now["state"]) == ("reported", "settled")
    assert [(one["document"], one["on"]) for one in now["evidence"]] == [("A/73/328", "2019-08-20")]
    assert events(client)[0]["actor"] == "Anna"
    change = events(client)[0]["change"]
    client.post("/do/undo", data={"change": str(change)})
    assert row(client)["status"] == "pending"


@pytest.mark.parametrize(
    ("action", "form", "expected"),
    [
        ("extend", {"due": "2020-06-30", "reason": "granted by the Bureau"},
         lambda one: one["due"]["due_on"] == "2020-06-30"),
        ("status", {"status": "in_progress"}, lambda one: one["status"] == "in_progress"),
        ("assign", {"owners": "DPPA; OHCHR"}, lambda one: one["owners"] == [DPPA, OHCHR]),
        ("note", {"note": "ask again in May"}, lambda one: one["note"] == "ask again in May"),
        ("correct", {"verb": "invite", "owners": "Secretary-General", "deliverable": "report", "due": "",
                     "was_verb": "request", "was_owners": "Secretary-General", "was_deliverable": "report",
                     "was_due": ""}, lambda one: one["verb"] == "invite"),
    ],
)  # fmt: skip
def test_a_form_changes_what_it_says(client, action, form, expected):
    before = row(client)
    assert not expected(before)
    answer = client.post(f"/do/{action}", data={"reference": ITEM, "version": str(before["version"]), **form})
    assert answer.status_code == 200
    assert expected(row(client))


def test_a_reading_is_confirmed(client):
    text = client.get("/review").text
    assert ">1 of 1<" in text
    answer = client.post("/do/confirm", data={"reference": "A/RES/71/500#3", "back": "/review"})
    assert answer.url.path == "/review"
    assert "Nothing to review" in answer.text


def test_what_is_no_mandate_leaves_the_lists_and_comes_back(client):
    client.post("/do/correct", data={"reference": ITEM, "is": "hidden"})
    assert ITEM not in client.get("/items").text
    assert "restore it" in client.get(PAGE).text
    client.post("/do/correct", data={"reference": ITEM, "is": "mandate"})
    assert row(client)


def test_who_was_overtaken_is_told_and_keeps_what_was_written(client):
    version = row(client)["version"]
    client.post("/do/note", data={"reference": ITEM, "version": str(version), "note": "first"})
    answer = client.post("/do/note", data={"reference": ITEM, "version": str(version), "note": "second <b>"})
    assert answer.status_code == 412
    assert "changed by someone else meanwhile" in answer.text
    assert "second &lt;b&gt;" in answer.text
    assert row(client)["note"] == "first"
    answer = client.post("/do/assign", data={"reference": ITEM, "version": str(version), "owners": "X"})
    assert answer.status_code == 412


@pytest.mark.parametrize(
    ("action", "form", "status", "words"),
    [
        ("report", {}, 400, "no document is named"),
        ("report", {"document": "A/1", "on": "2031-01-01"}, 400, "in the future"),
        ("report", {"document": "A/1", "on": "soon"}, 400, "is not a date"),
        ("report", {"document": "A/1", "url": "javascript:alert(1)"}, 400, "is not the address"),
        ("extend", {"due": "2021-01-01"}, 400, "has no reason"),
        ("extend", {"reason": "because"}, 400, "no new date"),
        ("status", {"status": "finished"}, 400, "is not a status"),
        ("status", {"status": "pending"}, 409, "already"),
        ("correct", {}, 400, "nothing was corrected"),
    ],
)
def test_what_is_refused_changes_nothing_and_says_why(client, action, form, status, words):
    before = len(events(client))
    answer = client.post(f"/do/{action}", data={"reference": ITEM, **form})
    assert answer.status_code == status
    assert words.lower() in answer.text.lower()
    assert len(events(client)) == before


@pytest.mark.parametrize("reference", ["", "nonsense", "A/RES/71/500#88"])
def test_a_change_of_nothing_is_refused(client, reference):
    assert client.post("/do/note", data={"reference": reference, "note": "x"}).status_code in (400, 404)


def test_a_note_is_shown_as_it_was_written(client):
    text = "<img src=x onerror=alert(1)> \u202eevil"
    page = client.post("/do/note", data={"reference": ITEM, "note": text}).text
    assert "<img" not in page
    assert "&lt;img" in page
    assert row(client)["note"].startswith("<img")


def test_many_are_looked_at_before_they_change_and_taken_back_at_once(client):
    form = {"what": "status", "status": "in_progress", "scope": "chosen", "item": [ITEM, "A/RES/71/500#9"]}
    looked = client.post("/do/bulk", data=form)
    assert "2 items" in looked.text
    assert row(client)["status"] == "pending"
    client.post("/do/bulk", data={**form, "confirmed": "1"})
    assert row(client)["status"] == row(client, "A/RES/71/500#9")["status"] == "in_progress"
    change = events(client)[0]["change"]
    client.post("/do/undo", data={"change": str(change), "back": "/items"})
    assert row(client)["status"] == row(client, "A/RES/71/500#9")["status"] == "pending"


def test_what_cannot_change_is_named_with_why(client):
    client.post("/do/status", data={"reference": ITEM, "status": "implemented"})
    form = {"what": "status", "status": "in_progress", "scope": "chosen", "item": [ITEM, "A/RES/71/500#9"]}
    text = client.post("/do/bulk", data=form).text
    assert "1 item cannot change" in text
    assert "is settled: implemented" in text


def test_what_would_change_is_counted_whole_and_shown_in_part(client, monkeypatch):
    monkeypatch.setattr("mandates.web.pages.changes.MOST", 2)
    form = {"what": "status", "status": "in_progress", "scope": "all", "query": "resolution=71/500"}
    text = client.post("/do/bulk", data=form).text
    assert "<strong>3 items</strong> would change" in text
    assert "The first 2 are shown." in text
    assert text.split("<tbody>")[1].count("<tr>") == 2
    client.post("/do/bulk", data={**form, "confirmed": "1", "expected": "3"})
    assert {one["status"] for one in client.get("/items.json?resolution=71/500").json()} == {"in_progress"}


def test_all_of_a_list_change_as_they_were_counted(client):
    form = {"what": "note", "note": "seen", "scope": "all", "query": "owner=General+Assembly"}
    looked = client.post("/do/bulk", data=form).text
    expected = looked.partition('name="expected" value="')[2].partition('"')[0]
    assert expected == "1"
    assert client.post("/do/bulk", data={**form, "confirmed": "1", "expected": "7"}).status_code == 412
    client.post("/do/bulk", data={**form, "confirmed": "1", "expected": expected})
    assert row(client, "A/RES/71/500#9")["note"] == "seen"
    assert row(client)["note"] is None


@pytest.mark.parametrize(
    "form",
    [
        {"what": "status", "status": "in_progress", "scope": "chosen"},
        {"what": "nothing", "item": ITEM},
        {"what": "assign", "item": ITEM},
        {"what": "note", "note": "x", "scope": "all", "query": "ownr=x"},
    ],
)
def test_a_change_of_many_that_says_too_little_is_refused(client, form):
    assert client.post("/do/bulk", data=form).status_code == 400


def test_an_old_reference_leads_to_the_new_one_and_says_so(client, database):
    with open_register(database, writing=True) as register, working(
        register, actor="Berta", at=NOW, command="ingest"
    ) as work:  # fmt: skip
        ingest_reading(work, renumbered(renumbered(ASSEMBLY, "9", "10"), "8", "9"))
    answer = client.get(PAGE)
    assert answer.url.path == "/m/A/RES/71/500/9"
    assert "A/RES/71/500#8 is now A/RES/71/500#9" in answer.text.replace("<bdi>", "").replace("</bdi>", "")


def test_a_reading_that_waits_is_taken_or_left(client, database):
    client.post("/do/note", data={"reference": ITEM, "note": "mine"})
    eight = next(one for one in ASSEMBLY.mandates if one.label == "8")
    changed = dataclasses.replace(eight, owners=(dataclasses.replace(eight.owners[0], name="Secretariat"),))
    with open_register(database, writing=True) as register, working(
        register, actor="Berta", at=NOW, command="ingest"
    ) as work:  # fmt: skip
        ingest_reading(
            work,
            dataclasses.replace(
                ASSEMBLY, mandates=tuple(changed if one is eight else one for one in ASSEMBLY.mandates)
            ),
        )
    text = client.get("/review").text
    assert "The text was read again, with a different result" in text
    client.post("/do/judge", data={"reference": ITEM, "answer": "accept"})
    assert row(client)["owners"] == ["Secretariat"]
    assert client.post("/do/judge", data={"reference": ITEM, "answer": "accept"}).status_code == 404


def test_documents_are_read_and_what_was_read_is_told(client):
    text = (
        "United Nations A/RES/72/601\n\nGeneral Assembly\nSeventy-second session\nAgenda item 5\n\n"
        "Resolution adopted by the General Assembly on 4 December 2017\n\n72/601. A matter of order\n\n"
        "The General Assembly,\n\nRecalling its resolution 70/1,\n\n"
        "1. Requests the Secretary-General to submit to it at its seventy-fourth session a report on the matter;\n\n"
        "2. Decides to remain seized of the matter.\n"
    )
    files = [("files", ("../../A_RES_72_601.txt", text.encode())), ("files", ("empty.pdf", b"nothing"))]
    answer = client.post("/add", files=files)
    assert answer.status_code == 200
    assert "A/<wbr>RES/<wbr>72/<wbr>601" in answer.text
    assert "It contains nothing that can be stored." in answer.text
    assert "../" not in answer.text
    assert client.get("/r/A/RES/72/601").status_code == 200
    change = events(client)[0]["change"]
    client.post("/do/undo", data={"change": str(change)})
    assert client.get("/r/A/RES/72/601").status_code == 404


def test_sending_nothing_says_what_to_send(client):
    assert client.post("/add", data={}).status_code == 400


@pytest.fixture
def matched(database):
    """Keep a document that answers the item, and return the number of the match."""
    with open_register(database, writing=True) as register, working(
        register, actor="Berta", at=NOW, command="ingest"
    ) as work:  # fmt: skip
        documents.keep(work, [issued("A/73/328", dated_on=dt.date(2018, 8, 20))])
        (proposal,) = documents.waiting(work.connection, NOW.date())
        return proposal.matches[0].number


def test_what_a_document_answers_is_accepted(client, matched):
    page = client.get("/documents").text
    assert "A/73/328" in page
    assert f'name="match" value="{matched}"' in page
    done = client.post("/do/match", data={"match": str(matched), "answer": "accept"}).text
    assert "No document waits for a decision." in done
    assert "Done (change" in done
    assert [one["document"] for one in row(client)["evidence"]] == ["A/73/328"]
    assert client.get("/api/1/documents").json()["items"][0]["document"] == "A/73/328"


def test_what_a_document_does_not_answer_is_rejected(client, matched):
    client.post("/do/match", data={"match": str(matched), "answer": "reject"})
    assert "No document waits for a decision." in client.get("/documents").text
    assert row(client)["status"] == "pending"
    assert client.post("/do/match", data={"match": str(matched), "answer": "accept"}).status_code == 412
    assert client.post("/do/match", data={"match": "9999", "answer": "accept"}).status_code == 412
    assert client.post("/do/match", data={"answer": "accept"}).status_code == 400


def test_the_api_accepts_a_match(client, matched):
    answer = client.post(f"/api/1/matches/{matched}/accept", json={})
    assert answer.status_code == 200
    assert row(client)["status"] == "reported"


def test_what_a_document_settled_is_not_rejected_before_that_is_taken_back(client, matched):
    done = client.post(f"/api/1/matches/{matched}/accept", json={}).json()
    refused = client.post(f"/api/1/matches/{matched}/reject", json={})
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("A/73/328 is already evidence of A/RES/71/500#8")
    assert row(client)["status"] == "reported"
    assert client.get("/api/1/documents").json()["items"][0]["matches"][0]["state"] == "accepted"
    client.post("/api/1/undo", json={"change": done["change"]})
    assert client.post(f"/api/1/matches/{matched}/reject", json={}).status_code == 200
    assert row(client)["status"] == "pending"


def test_a_file_of_a_note_is_given_to_be_kept_and_not_shown(client, database):
    content = b"<script>alert(1)</script>"
    with open_register(database, writing=True) as register, register.transaction() as connection:
        work = UnitOfWork(connection, actor="Ben", at=NOW, command="note")
        files = notes.attach(work, [notes.File("letter \u202e.html", content)])
        command = Note(text="see", files=files, links=("https://docs.un.org/A/73/328",))
        track.apply(work, command, track.Named(references=(ITEM,)))
    page = client.get(PAGE).text
    assert 'href="/files/1"' in page
    assert 'href="https://docs.un.org/A/73/328"' in page
    answer = client.get("/files/1")
    assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''letter%20.html"
    assert client.get("/files/9").status_code == 404
    assert client.get("/files/x").status_code == 404


def test_a_judgement_on_marked_mandates_is_kept_and_can_be_taken_back(client):
    late, back = "S/RES/2400 (2018)#7", "/stock?heap=never_reported&unreported=1"
    assert f'value="{late}" form="judge"' in client.get(back).text
    sent = {"judgement": "retire", "reason": "nobody reads it", "item": [late], "back": back}
    answer = client.post("/do/stock", data=sent)
    assert (answer.url.path, answer.url.params["heap"]) == ("/stock", "never_reported")
    assert "nobody reads it" in answer.text
    assert "retire: nobody reads it" in client.get("/m/S/RES/2400%20(2018)/7").text
    assert "has no reason" in client.post("/do/stock", data={**sent, "reason": ""}).text
    assert client.post("/do/stock", data={"judgement": "retire", "reason": "x"}).status_code == 400
    client.post("/do/undo", data={"change": str(events(client)[0]["change"])})
    assert "nobody reads it" not in client.get(back).text

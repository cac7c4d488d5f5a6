"""What people keep for themselves and for each other: what is theirs, views, digests; and mandates that they enter."""

import datetime as dt

import pytest

from tests.web.conftest import NOW

ITEM = "/m/A/RES/71/500/8"


def rows(client, address):
    return [row["reference"] for row in client.get(address).json()]


def test_a_list_is_kept_under_a_name_and_forgotten(client):
    kept = client.post("/do/view", data={"name": "late ones", "query": "overdue=1&not-deliverable=agenda_item"})
    assert kept.url.query == b"view=late+ones"
    assert rows(client, "/items.json?view=late+ones") == rows(
        client, "/items.json?overdue=1&not-deliverable=agenda_item"
    )
    assert client.get("/api/1/items?view=late+ones").json()["items"] == client.get("/items.json?view=late+ones").json()
    # given besides, a filter counts
    assert rows(client, "/items.json?view=late+ones&body=SC") == rows(client, "/items.json?overdue=1&body=SC")
    assert "not deliverables: agenda_item" in client.get("/views").text
    client.post("/do/forget", data={"name": "late ones"})
    gone = client.get("/items?view=late+ones")
    assert gone.status_code == 404
    assert "late ones" in gone.text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": "", "query": "overdue=1"}, "no name"),
        ({"name": "all", "query": ""}, "no filters to save"),
        ({"name": "x", "query": "colour=red"}, "no parameter"),
    ],
)
def test_a_view_that_says_nothing_is_not_kept(client, sent, words):
    answer = client.post("/do/view", data=sent)
    assert answer.status_code == 400
    assert words in answer.text
    assert "mandates view" not in answer.text


def test_many_are_changed_by_a_view(client):
    client.post("/do/view", data={"name": "mine", "query": "resolution=71/500"})
    sent = {"query": "view=mine", "scope": "all", "what": "assign", "lead": "DPPA", "focal_point": "Ms. Rivera"}
    look = client.post("/do/bulk", data=sent).text
    assert look.count("lead") >= 3
    expected = look.partition('name="expected" value="')[2].partition('"')[0]
    client.post("/do/bulk", data={**sent, "confirmed": "1", "expected": expected})
    assert {row["focal_point"] for row in client.get("/items.json?resolution=71/500").json()} == {"Ms. Rivera"}


def test_my_day_is_of_what_is_mine(client):
    client.post("/do/view", data={"name": "council", "query": "body=SC"})
    assert "/settings" in client.get("/").text
    kept = client.post("/settings", data={"owners": "Secretary-General", "view": "council", "days": "30"})
    assert "Saved." in kept.text
    page = client.get("/")
    assert "Only my items." in page.text
    assert "/items?overdue=1&amp;owner=Secretary-General" in page.text
    assert "/items?overdue=1&amp;view=council" in page.text
    references = rows(client, "/.json")
    assert len(references) == len(set(references))
    assert set(references) <= set(
        rows(client, "/items.json?owner=Secretary-General") + rows(client, "/items.json?body=SC")
    )
    assert "Only my items." not in client.get("/?everything=1").text
    assert client.get("/?view=council").status_code == 200


@pytest.mark.parametrize(("sent", "words"), [({"owners": "Nobody Known"}, "Nobody Known"), ({"days": "400"}, "92")])
def test_what_cannot_be_mine_is_not_kept(client, sent, words):
    answer = client.post("/settings", data=sent)
    assert answer.status_code in (400, 404)
    assert words in answer.text


def test_a_digest_tells_of_what_is_mine(client):
    client.post("/settings", data={"owners": "Secretary-General", "days": "7"})
    told = rows(client, "/digest.json")
    assert "A/RES/71/500#8" in told
    assert set(told) <= set(rows(client, "/items.json?owner=Secretary-General"))
    assert "Only my items: <bdi>Secretary-General</bdi>" in client.get("/digest").text


def test_a_mandate_that_was_missed_is_entered_and_taken_back(client):
    page = client.get("/enter", params={"reference": "A/RES/71/500#3"}).text
    assert "Encourages further work" in page
    sent = {
        "reference": "71/500#3", "verb": "request", "owners": "OHCHR", "deliverable": "report", "due": "GA 75; GA 76",
    }  # fmt: skip
    entered = client.post("/enter", data=sent)
    assert entered.url.path == "/m/A/RES/71/500/3.2"
    assert len(rows(client, "/items.json?owner=OHCHR")) == 2
    change = entered.url.params["done"]
    client.post("/do/undo", data={"change": change})
    assert client.get("/items.json?resolution=71/500&verb=request&due-session=76").json() == []


def test_what_cannot_be_entered_is_kept_to_be_mended(client):
    refused = client.post("/enter", data={"reference": "71/500#3", "due": "next year", "reason": "asked for orally"})
    assert refused.status_code == 400
    assert "next year" in refused.text
    assert "asked for orally" in refused.text
    unknown = client.post("/enter", data={"reference": "70/999#1"})
    assert unknown.status_code == 404
    assert "--text" not in unknown.text


def test_a_mandate_is_entered_by_a_program(client):
    body = {"reference": "70/999#1", "text": "Requests the Secretary-General to report;", "due": ["GA 76"]}
    made = client.post("/api/1/mandates", json=body, headers={"Idempotency-Key": "k"})
    assert made.status_code == 201
    assert client.post("/api/1/mandates", json=body, headers={"Idempotency-Key": "k"}).json() == made.json()
    assert client.get(made.headers["location"]).json()["text"] == body["text"]


def test_a_date_is_put_off_to_a_session_by_whom_it_was_granted(client):
    client.post(
        "/do/extend", data={"reference": "A/RES/71/500#8", "due": "GA 76", "granted_by": "A/DEC/74/5", "reason": "late"}
    )
    row = client.get("/items.json?resolution=71/500&deliverable=report").json()[0]
    assert (row["due"]["session"], row["due"]["phrase"]) == (76, "extended by A/DEC/74/5")


def test_lead_and_focal_point_are_set_apart_from_the_owner(client):
    row = client.get("/items.json?resolution=71/500&deliverable=report").json()[0]
    sent = {"owners": "; ".join(row["owners"]), "was_owners": "; ".join(row["owners"]), "was_lead": ""}
    client.post("/do/assign", data={"reference": "A/RES/71/500#8", **sent, "lead": "DPPA"})
    after = client.get("/items.json?resolution=71/500&deliverable=report").json()[0]
    assert (after["lead"], after["owners"]) == (
        "Department of Political and Peacebuilding Affairs",
        row["owners"],
    )
    event = client.get("/history.json?limit=1").json()[0]
    assert list(event["after"]) == ["lead"]


def test_who_else_reviews_is_said(site):
    now = NOW
    assert site.presence.update("Ada", "A/RES/71/500#3", now) == {}
    assert site.presence.update("Ben", "A/RES/71/500#3", now) == {"Ada": "A/RES/71/500#3"}
    assert site.presence.update("Ben", "A/RES/71/500#3", now + dt.timedelta(minutes=6)) == {}


REPORT = b"""United Nations A/73/328
General Assembly Distr.: General
20 August 2018
Original: English

Seventy-third session

The matter

Report of the Secretary-General

Summary
The present report is submitted pursuant to paragraph 8 of General Assembly resolution 71/500.
"""


def test_what_an_uploaded_document_may_answer_is_told(client):
    sent = client.post("/api/1/documents", files={"files": ("A_73_328.txt", REPORT)})
    assert sent.status_code == 201
    (one,) = sent.json()["items"]
    assert one["documents"][0]["symbol"] == "A/73/328"
    matches = one["documents"][0]["matches"]
    assert [match["reference"].partition("@")[0] for match in matches] == ["A/RES/71/500#8"]
    number = client.get("/api/1/documents").json()["items"][0]["matches"][0]["number"]
    done = client.post(f"/api/1/matches/{number}/accept", json={}).json()
    assert done["changed"][0]["after"]["status"] == "reported"

"""The API: rows as the commands give them, versions and tags, portions, refusals, and its description of itself."""

import html
import itertools
import json

import pytest

from mandates.web.api.description import ANSWERS
from mandates.web.routes import API

BASE = "/api/1"
ITEM = f"{BASE}/items/A/RES/71/500/8"
#: The first words of summaries: what a request does, as an order.
VERBS = {"Accept", "Add", "Change", "Check", "List", "Mark", "Read", "Reject", "Show", "Summarize", "Undo"}


def events(client):
    return client.get(f"{BASE}/events").json()["items"]


def test_lists_have_the_rows_of_the_commands(client):
    answer = client.get(f"{BASE}/items").json()
    assert answer["items"] == client.get("/items.json").json()
    assert (answer["next"], answer["as_of"]) == (None, "2020-01-15")
    assert client.get(f"{BASE}/owners").json()["items"] == client.get("/owners.json").json()
    assert client.get(f"{BASE}/resolutions").json()["items"] == client.get("/resolutions.json").json()


@pytest.mark.parametrize("path", ["items", "resolutions", "owners", "sessions", "stock", "review"])
def test_portions_join_to_the_whole(client, path):
    client.post(f"{ITEM}/reports", json={"document": "A/73/1"})
    client.post(f"{BASE}/items/A/RES/71/500/9/reports", json={"document": "A/73/2"})
    whole = client.get(f"{BASE}/{path}?limit=1000").json()["items"]
    address, found = f"{BASE}/{path}?limit=2", []
    for _ in range(len(whole)):
        answer = client.get(address)
        found += answer.json()["items"]
        address = answer.json()["next"]
        if address is None:
            break
        assert answer.headers["link"] == f'<{address}>; rel="next"'
    assert found == whole
    assert whole


def test_one_item_by_its_number_and_by_its_reference(client):
    by_reference = client.get(ITEM)
    row = by_reference.json()
    assert row["reference"] == "A/RES/71/500#8"
    assert client.get(f"{BASE}/items/{row['id']}").json() == row
    assert by_reference.headers["etag"] == f'"v{row["version"]}"'


def test_a_change_says_which_version_it_is_for(client):
    tag = client.get(ITEM).headers["etag"]
    assert client.patch(ITEM, json={"note": "x"}).status_code == 428
    changed = client.patch(ITEM, json={"note": "x", "owners": ["DPPA"]}, headers={"If-Match": tag})
    assert changed.status_code == 200
    assert (changed.json()["note"], changed.json()["owners"]) == (
        "x",
        ["Department of Political and Peacebuilding Affairs"],
    )
    assert changed.headers["etag"] != tag
    stale = client.patch(ITEM, json={"note": "y"}, headers={"If-Match": tag})
    assert stale.status_code == 412
    assert stale.json()["changed_by"] == "Anna"
    assert stale.json()["item"]["note"] == "x"
    assert client.get(ITEM).json()["note"] == "x"
    assert len({one["change"] for one in events(client) if one["actor"] == "Anna"}) == 1


def test_a_report_is_made_once_however_often_it_is_sent(client):
    headers = {"Idempotency-Key": "k1"}
    first = client.post(f"{ITEM}/reports", json={"document": "A/73/1"}, headers=headers)
    again = client.post(f"{ITEM}/reports", json={"document": "A/73/1"}, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert client.post(f"{ITEM}/reports", json={"document": "A/73/2"}, headers=headers).status_code == 400
    assert client.post(f"{ITEM}/reports", json={"document": "A/73/1"}).status_code == 409
    assert [one["document"] for one in client.get(ITEM).json()["evidence"]] == ["A/73/1"]


def test_a_long_answer_to_a_change_that_is_sent_again_is_the_same(client):
    body = {"document": "A/73/1", "note": "seen; " * 1000}  # so long that it is sent compressed
    answers = [client.post(f"{ITEM}/reports", json=body, headers={"Idempotency-Key": "k2"}) for _ in range(3)]
    assert len(answers[0].content) > 6000
    assert [one.json() for one in answers[1:]] == [answers[0].json()] * 2
    assert answers[0].headers == answers[2].headers


def test_a_patch_that_is_sent_again_is_made_once(client):
    headers = {"Idempotency-Key": "k3", "If-Match": "*"}
    first, again = (client.patch(ITEM, json={"note": "asked"}, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.headers["etag"] == again.headers["etag"] == client.get(ITEM).headers["etag"]
    assert client.patch(ITEM, json={"note": "other"}, headers=headers).status_code == 400


def test_many_are_changed_as_a_view_selects_them(client):
    client.post("/do/view", data={"name": "ours", "query": "resolution=71/500&deliverable=report"})
    body = {"filters": {"view": "ours"}, "change": {"status": "in_progress"}, "dry_run": True}
    tried = client.post(f"{BASE}/bulk", json=body).json()
    assert [one["reference"] for one in tried["changed"]] == ["A/RES/71/500#8"]


@pytest.mark.parametrize(
    ("filters", "status"),
    [({"view": "nobodys"}, 404), ({"limit": 1}, 400), ({"sort": "due"}, 400), ({"as_of": "2019-01-01"}, 400),
     ({"after": "1.1"}, 400), ({"done": 1}, 400), ({"owner": {"name": "SG"}}, 400), ({"owner": [["SG"]]}, 400),

     ({"owner": None}, 400), ({"owner": " "}, 400), ({"owner": [""]}, 400), ({"body": "GA", "owner": []}, 400),
     ({"status": 1.5}, 400), ({}, 400)],
)  # fmt: skip
def test_what_selects_nothing_changes_nothing(client, filters, status):
    body = {"filters": filters, "change": {"status": "in_progress"}}
    assert client.post(f"{BASE}/bulk", json=body).status_code == status
    assert client.get(ITEM).json()["status"] == "pending"


def test_many_are_changed_as_filters_select_them(client):
    body = {"filters": {"resolution": "71/500"}, "change": {"status": "in_progress"}}
    tried = client.post(f"{BASE}/bulk", json={**body, "dry_run": True}).json()
    assert [one["reference"] for one in tried["changed"]] == [f"A/RES/71/500#{label}" for label in ("8", "9", "3")]
    assert client.get(ITEM).json()["status"] == "pending"
    assert client.post(f"{BASE}/bulk", json={**body, "expected": 99}).status_code == 412
    done = client.post(f"{BASE}/bulk", json={**body, "expected": 3}).json()
    assert client.get(ITEM).json()["status"] == "in_progress"
    taken = client.post(f"{BASE}/undo", json={"change": done["change"]}).json()
    assert taken["undone"] == done["change"]
    assert client.get(ITEM).json()["status"] == "pending"


def test_events_follow_one_another(client):
    whole = events(client)
    assert [one["id"] for one in whole] == sorted(one["id"] for one in whole)
    half = whole[len(whole) // 2]["id"]
    rest = client.get(f"{BASE}/events?after={half}").json()["items"]
    assert rest == [one for one in whole if one["id"] > half]


def test_what_has_not_changed_is_not_sent_again(client):
    for path in (f"{BASE}/items", ITEM, f"{BASE}/owners"):
        tag = client.get(path).headers["etag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    tag = client.get(f"{BASE}/items").headers["etag"]
    assert client.get(f"{BASE}/items?as_of=2020-01-14").headers["etag"] != tag
    client.post(f"{ITEM}/reports", json={"document": "A/73/1"})
    assert client.get(f"{BASE}/items", headers={"If-None-Match": tag}).status_code == 200


def test_documents_are_read(client):
    reading = client.get(f"{BASE}/resolutions/A/RES/71/500").json()
    assert [one["label"] for one in reading["paragraphs"] if one["items"]] == ["3", "8", "9", "10"]
    answer = client.post(f"{BASE}/resolutions", files={"files": ("x.txt", b"nothing of ours")})
    assert answer.status_code == 201
    assert answer.json()["items"][0]["problems"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/items?ownr=x", None, 400),
        ("GET", "/items?limit=1001", None, 400),
        ("GET", "/items?after=x", None, 400),
        ("GET", "/owners?after=%ff", None, 400),
        ("GET", "/items/999999", None, 404),
        ("GET", "/items/99999999999999999999", None, 404),
        ("GET", "/items/A/RES/71/500/77", None, 404),
        ("GET", "/nothing", None, 404),
        ("DELETE", "/items", None, 405),
        ("POST", "/undo", {"change": 99999}, 404),
        ("POST", "/undo", {"change": True}, 400),
        ("POST", "/undo", {"chnge": 1}, 400),
        ("POST", "/undo", [], 400),
        ("POST", "/bulk", {"change": {"status": "pending"}}, 400),
        ("POST", "/bulk", {"filters": {"all": 1}}, 400),
        ("POST", "/bulk", {"filters": {"all": 1}, "change": {"note": "x", "owners": ["y"]}}, 400),
        ("POST", "/items/A/RES/71/500/8/reports", {}, 400),
        ("POST", "/items/A/RES/71/500/8/reports", {"document": 5}, 400),
        ("POST", "/items/A/RES/71/500/8/reports", {"document": "A/1", "on": "2031-01-01"}, 400),
        ("PATCH", "/items/A/RES/71/500/8", {"owners": [1]}, 400),
        ("PATCH", "/items/A/RES/71/500/8", {"status": "pending"}, 409),
        ("POST", "/resolutions", None, 400),
    ],
)
def test_refusals_are_problems(client, method, path, body, status):
    headers = {"If-Match": "*"} if method == "PATCH" else {}
    answer = client.request(method, BASE + path, headers=headers, **({} if body is None else {"json": body}))
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["detail"]
    assert problem["remedy"]


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 100_000, b"\xff", b"null", b'{"change": NaN}'])
def test_what_is_no_json_is_refused(client, content):
    answer = client.post(f"{BASE}/undo", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 400


def test_a_form_of_another_site_is_no_json(client):
    answer = client.post(f"{BASE}/undo", content=b'{"change": 1}', headers={"content-type": "text/plain"})
    assert answer.status_code == 400


def test_it_describes_itself_as_it_is(client):
    described = client.get(f"{BASE}/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    summaries = [operation["summary"] for several in described["paths"].values() for operation in several.values()]
    assert all(summary.endswith(".") and len(summary) < 100 for summary in summaries)
    assert {summary.split()[0] for summary in summaries} <= VERBS
    operations = {(path, method.upper()) for path, several in described["paths"].items() for method in several}
    assert len(operations) == len(API)
    text = json.dumps(described)
    names = {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names <= set(described["components"]["schemas"])
    assert "#/$defs/" not in text
    row = client.get(ITEM).json()
    assert set(row) == set(described["components"]["schemas"]["ObligationRow"]["properties"])


def test_each_question_is_described_by_what_it_answers(client):
    questions = [address for address in API if address.method == "GET"]
    assert {question.handler.__name__ for question in questions} <= set(ANSWERS)
    described = client.get(f"{BASE}/openapi.json").json()
    for question in questions:
        record, several = ANSWERS[question.handler.__name__]
        answer = client.get(question.path) if several else None
        if record is None or answer is None or answer.status_code != 200:
            continue
        keys = described["components"]["schemas"][record]["properties"].keys()
        assert all(row.keys() >= keys for row in answer.json()["items"]), question.path
    for path in ("stock", "people"):
        content = described["paths"][f"{BASE}/{path}"]["get"]["responses"]["200"]["content"]
        assert set(content["application/json"]["schema"]["properties"]) == {"items", "next", "as_of"}


ODD = ["", "-1", "9" * 30, "\u202e", "'; DROP TABLE x; --", "\x00", "a" * 5000]


def test_nothing_that_is_asked_is_a_fault(shared):
    """Each parameter of each kind of question with odd values; what lists share is put to one of them alone."""
    described = shared.get(f"{BASE}/openapi.json").json()
    tried = set()
    for path, operations in described["paths"].items():
        full = path.format(key="A/RES/71/500/8", body="GA", session="73", match="1", renewal="1")
        for parameter in operations.get("get", {"parameters": ()})["parameters"]:
            if parameter["in"] != "query" or (said := json.dumps(parameter, sort_keys=True)) in tried:
                continue
            tried.add(said)
            for value in ODD:
                answer = shared.get(full, params={parameter["name"]: value})
                assert answer.status_code in (200, 400, 404), f"{full} {parameter['name']}={value!r}"
    for path, value in itertools.product(
        ["/m/", "/r/", "/s/", "/owners/", f"{BASE}/items/", f"{BASE}/resolutions/"], ODD
    ):
        answer = shared.get(path + value.replace("%", "%25").replace("\x00", "%00").replace("#", "%23"))
        assert answer.status_code in (200, 400, 404), f"{path}{value!r}"


@pytest.mark.parametrize("number", ["9" * 10, "9" * 20, "9" * 5000, "0" * 20 + "9" * 20])
def test_a_number_in_a_path_that_nothing_can_have_is_not_found(client, number):
    assert client.get(f"{BASE}/items/{number}").status_code == 404
    assert client.patch(f"{BASE}/items/{number}", json={"note": "x"}, headers={"If-Match": "*"}).status_code == 404
    assert client.post(f"{BASE}/items/{number}/reports", json={"document": "A/73/1"}).status_code == 404
    for path in ("matches", "renewals"):
        for word in ("accept", "reject"):
            assert client.post(f"{BASE}/{path}/{number}/{word}", json={}).status_code == 404, (path, word)
    assert client.get(f"/files/{number}").status_code == 404


def test_a_mandate_by_an_occurrence_that_never_was_is_not_found(client):
    assert client.get(f"{BASE}/mandates/A/RES/71/500/8@73").status_code == 200
    answer = client.get(f"{BASE}/mandates/A/RES/71/500/8@99")
    assert (answer.status_code, answer.json()["remedy"]) == (404, "see /api/1/events")


@pytest.mark.parametrize("path", [f"{BASE}/items", f"{BASE}/stock", "/items.json", "/stock.csv", "/forecast.json"])
@pytest.mark.parametrize(
    ("asked", "detail"),
    [
        ("owner=Martians", "no owner has 'Martians' in the name"),
        ("not_owner=Martians", "no owner has 'Martians' in the name"),
        ("resolution=99/999", "A/RES/99/999 is not in the register"),
    ],
)
def test_a_name_that_the_register_does_not_have_is_told_as_by_the_commands(client, path, asked, detail):
    answer = client.get(f"{path}?{asked}")
    assert answer.status_code == 404
    assert detail in html.unescape(answer.text)


def test_so_it_is_where_filters_select_what_is_to_change(client):
    wanted = {"filters": {"resolution": ["99/999"]}, "change": {"status": "in_progress"}}
    answer = client.post(f"{BASE}/bulk", json=wanted)
    assert (answer.status_code, answer.json()["exit_code"]) == (404, 4)

"""What somebody sends who means harm, or whose program is broken: refused in words, never a fault, nothing changed."""

import pytest

from tests.web.test_team import PASSWORD, browser, clock, invite, person, sign_in  # noqa: F401 - fixtures
from tests.web.test_team import site as team_site  # noqa: F401 - a fixture

ITEM = "A/RES/71/500#8"
ODD = ["\x00x", "\u202e\uffff", "x" * 200_000, "\r\nSet-Cookie: a=b", "9" * 40]
REFUSED = {200, 303, 400, 404, 409, 412, 413, 422}


@pytest.mark.parametrize("path", [
    "/m/%00/1", "/m/%ff%fe/8", "/r/%2e%2e%2f%2e%2e%2fetc/passwd", "/static/../../site.py", "/static/%2e%2e/site.py",
    "/static/..%2f..%2fsite.py", "/files/..%2f1", "/files/0", "/files/99999999999999999999", "/s/GA/%00",
    "/owners/%ff", "/items?owner=%ff", "/search?q=%00", "/search?q=%ff%22%28", "/search?q=%22", "/search?q=or+or+-",
    "/search?q=%2a%2a%28near%28", "//evil.example/items", "/items/", "/m//", "/m/A/RES/71/500/8/../../../../help",
    "/review?skip=2147483648", "/history?on=9999-12-31", "/items?as-of=0001-01-01", "/items?since=2020-13-40",
    "/forecast?months=99999999", "/s/GA/99999999999", "/cycles?since-year=0", "/r/A/RES/71/500?part=2147483648",
])  # fmt: skip
def test_no_address_is_a_fault(shared, path):
    answer = shared.get(path)
    assert answer.status_code in REFUSED
    assert "def " not in answer.text.partition("<main")[2][:2000]


@pytest.mark.parametrize("value", ODD)
def test_no_field_of_a_form_is_a_fault(own, value):
    for action, fields in {
        "note": ("note", "link", "reference", "version"), "report": ("document", "on", "url", "note"),
        "extend": ("due", "reason", "granted_by"), "assign": ("owners", "lead", "focal_point"),
        "status": ("status", "on"), "correct": ("verb", "owners", "due", "deliverable", "seen"),
        "judge": ("answer", "reason"), "match": ("match", "answer"), "renewal": ("renewal", "answer", "back"),
        "bulk": ("what", "query", "item"), "undo": ("change", "back"), "view": ("name", "query"),
    }.items():  # fmt: skip
        sent = {"reference": ITEM, "what": "note", "note": "x", "item": ITEM, "answer": "accept"}
        for odd in ({field: value} for field in fields[:2]):
            answer = own.post(f"/do/{action}", data={**sent, **odd}, follow_redirects=False)
            assert answer.status_code in REFUSED, f"{action} {odd}"
            assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nx"),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"A: b\r\n" * 5000),
        ("application/x-www-form-urlencoded", b"%" * 1000),
        ("application/x-www-form-urlencoded", b"a=b&" * 20_000),
        ("application/json", b'{"files": 1}'),
        ("", b"\xff\xfe"),
    ],
)
@pytest.mark.parametrize("path", ["/add", "/do/note", "/api/1/documents"])
def test_no_broken_form_is_a_fault(shared, path, kind, content):
    assert shared.post(path, content=content, headers={"content-type": kind}).status_code in REFUSED


@pytest.mark.parametrize("name", ["../../x.pdf", "\x00.pdf", "x" * 3000 + ".pdf", ".", "", "con.pdf", "a/b\\c.zip"])
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"PK\x03\x04" + b"\x00" * 50])
def test_no_document_is_a_fault(own, name, content):
    answer = own.post("/add", files={"files": (name, content)})
    assert answer.status_code in REFUSED
    assert own.get("/items.json?resolution=71/500").status_code == 200


@pytest.mark.parametrize("content", [
    b"[" * 100_000, b'{"note": 1e999}', b'{"note": NaN}', b'{"note": "\\ud800"}', b'{"note": "\\u0000"}',
    b'{"note": {"a": 1}}', b"null", b'"x"', b'{"note": "x", "note": "y"}', b'{"__proto__": 1}', b"\xff",
])  # fmt: skip
def test_no_json_is_a_fault(own, content):
    headers = {"content-type": "application/json", "if-match": "*"}
    assert own.patch("/api/1/items/A/RES/71/500/8", content=content, headers=headers).status_code in REFUSED


@pytest.mark.parametrize("tag", ["", "x", '"v0"', 'W/"v1"', '"v1", "v99"', '"v' + "9" * 99 + '"', '"\u00e9"'])
def test_a_tag_of_another_version_changes_nothing(own, tag):
    before = own.get("/history.json").json()
    headers = {"if-match": tag.encode()}
    answer = own.patch("/api/1/items/A/RES/71/500/8", json={"note": "x"}, headers=headers)
    assert answer.status_code in (400, 412, 428)
    assert own.get("/history.json").json() == before


@pytest.mark.parametrize(
    "cookies", [{"mandates": "x"}, {"mandates": ""}, {"mandates_seen": "\u0661"}, {"a": "b" * 4000}]
)
def test_a_cookie_that_was_not_given_opens_nothing(stranger, cookies):
    header = "; ".join(f"{name}={value}" for name, value in cookies.items()).encode()
    assert stranger.get("/items", headers={"cookie": header}).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_no_other_method_is_answered(shared, method):
    answer = shared.request(method, "/items")
    assert answer.status_code == 405
    assert "allow-origin" not in str(answer.headers)


class TestTeam:
    """Signing in."""

    @pytest.fixture
    def site(self, team_site):  # noqa: F811 - a fixture
        return team_site

    def test_a_session_that_was_set_before_is_not_taken_over(self, person, browser):  # noqa: F811
        person("editor", "Ada")
        client = browser()
        client.cookies.set("__Host-mandates", "planted", domain="mandates.example.org")
        answer = sign_in(client, "Ada", PASSWORD)
        assert "planted" not in answer.headers["set-cookie"]
        other = browser()
        assert other.get("/items", headers={"cookie": "__Host-mandates=planted"}).status_code == 401

    def test_what_begins_like_an_open_address_is_not_open(self, browser):  # noqa: F811
        client = browser()
        for path in (
            "/signin/../items",
            "/signinitems",
            "/invitation/../items",
            "/feed/x/../../items",
            "/api/1/healthzz",
        ):
            answer = client.get(path)
            assert answer.status_code in (401, 403, 404), path
            assert "A/RES/71" not in answer.text

    @pytest.mark.parametrize("value", ["\x00", "x" * 100_000, "\ud7ff", "Ada\x00"])
    def test_no_name_or_password_is_a_fault(self, person, browser, value):  # noqa: F811
        person("editor", "Ada")
        assert sign_in(browser(), value, PASSWORD).status_code in (400, 401)
        assert sign_in(browser(), "Ada", value).status_code in (400, 401)

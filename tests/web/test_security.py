"""Who is let in, from where, and what every answer says."""

import pathlib

import pytest
from starlette.testclient import TestClient

from mandates.web.application import make
from mandates.web.routes import ALL, CHANGES, PAGES, TEAM
from mandates.web.security import FORM_BYTES
from mandates.web.site import Site
from tests.web.conftest import HOST, NOW


def test_the_printed_address_works_once_and_becomes_a_cookie(site, stranger):
    token = site.token
    assert stranger.get("/").status_code == 403
    entered = stranger.get(f"/in?token={token}")
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert stranger.get("/").status_code == 200
    stranger.cookies.clear()
    assert stranger.get(f"/in?token={token}").status_code == 403
    assert stranger.get("/").status_code == 403


@pytest.mark.parametrize("token", ["", "x", "\u00e9", "a" * 43])
def test_another_token_opens_nothing(stranger, token):
    assert stranger.get("/in", params={"token": token}).status_code == 403
    assert "set-cookie" not in stranger.get("/in", params={"token": token}).headers


def addresses():
    for one in ALL:
        path = one.path
        for name, value in {
            "{ending:ending}": "", "{reference:name}": "A/RES/71/500/8", "{symbol:name}": "A/RES/71/500",
            "{key:name}": "A/RES/71/500/8" if "resol" not in path else "A/RES/71/500", "{session:str}": "73",
            "{body:str}": "GA", "{session:name}": "73", "{name:name}": "Secretary-General",
            "{number:str}": "1",
        }.items():  # fmt: skip
            path = path.replace(name, value)
        yield one.method, path


def test_without_the_cookie_nothing_is_shown_or_changed(stranger):
    for method, path in addresses():
        refused = stranger.request(method, path)
        assert refused.status_code == 403, f"{method} {path}"
        assert "A/RES/71/500" not in refused.text


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:80", ""])
def test_a_foreign_host_is_refused(shared, host):
    assert shared.get("/", headers={"host": host}).status_code == 400
    assert shared.get("/static/site.css", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
    ],
)
@pytest.mark.parametrize("path", [one.path for one in CHANGES])
def test_a_change_that_another_site_sends_is_refused(shared, path, headers):
    assert shared.post(path, data={"reference": "A/RES/71/500#8"}, headers=headers).status_code == 403


def test_a_change_from_a_page_of_the_site_is_made(client):
    headers = {"sec-fetch-site": "same-origin", "origin": f"http://{HOST}"}
    answer = client.post("/do/note", data={"reference": "A/RES/71/500#8", "note": "hello"}, headers=headers)
    assert answer.status_code == 200
    assert "hello" in answer.text


@pytest.mark.parametrize("path", sorted({one.path for one in CHANGES} - {one.path for one in PAGES}))
def test_nothing_is_changed_by_asking(shared, path):
    assert shared.get(path).status_code in (404, 405)


def test_asking_writes_nothing(client, database):
    before = pathlib.Path(database).read_bytes()
    for method, path in addresses():
        if method == "GET" and path not in {*(one.path for one in TEAM), "/compare", "/files/1", "/api/1/people"}:
            assert client.get(path).status_code == 200
    assert pathlib.Path(database).read_bytes() == before


@pytest.mark.parametrize("path", ["/", "/items", "/nothing", "/items.json", "/static/site.css"])
def test_every_answer_says_what_a_browser_may_do_with_it(shared, path):
    headers = shared.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert ("no-store" in headers["cache-control"]) == (not path.startswith("/static"))
    assert "access-control-allow-origin" not in headers


def test_a_refusal_has_the_headers_too(stranger):
    assert "content-security-policy" in stranger.get("/").headers


@pytest.mark.parametrize("path", ["/help", "/add", "/items", "/m/A/RES/71/500/8"])
def test_pages_have_no_script_or_style_of_their_own(shared, path):
    text = shared.get(path).text
    assert "<style" not in text
    assert " style=" not in text
    assert text.count("<script") == text.count('<script src="/static/')
    assert " onclick" not in text


def test_a_form_that_is_too_large_is_refused(client):
    assert client.post("/do/note", data={"note": "x" * (FORM_BYTES + 1)}).status_code == 413


def test_what_is_too_large_is_refused_even_where_it_does_not_say_so(client):
    def pieces():
        for _ in range(FORM_BYTES // 2**16 + 2):
            yield b"x" * 2**16

    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/do/note", content=pieces(), headers=headers).status_code == 413


def test_a_site_for_reading_only_changes_nothing(database):
    site = Site(database=database, actor="Anna", clock=lambda: NOW, hosts=frozenset({HOST}), read_only=True)
    with TestClient(make(site), base_url=f"http://{HOST}") as client:
        client.get(f"/in?token={site.token}")
        assert 'action="/do/' not in client.get("/m/A/RES/71/500/8").text
        assert client.post("/do/note", data={"reference": "A/RES/71/500#8", "note": "x"}).status_code == 503
        assert client.post("/add", files={"files": ("a.txt", b"x")}).status_code == 503


def test_taking_back_never_leads_away(client):
    client.post("/do/note", data={"reference": "A/RES/71/500#8", "note": "x"})
    client.follow_redirects = False
    answer = client.post("/do/undo", data={"back": "//evil.example/"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/m/")


def test_a_fault_of_the_program_is_told_on_a_page(client, monkeypatch, caplog):
    def fails(*_arguments, **_options):
        raise RuntimeError("secret")

    monkeypatch.setattr("mandates.web.pages.items.portion", fails)
    answer = client.get("/items")
    assert answer.status_code == 500
    assert "<h1>" in answer.text
    assert "secret" not in answer.text
    assert "content-security-policy" in answer.headers
    assert "secret" in caplog.text

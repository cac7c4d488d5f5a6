"""A team: who may sign in, what each may do, with a browser and with a token."""

import datetime as dt
import re

import pytest
from starlette.testclient import TestClient

from mandates.domain.errors import TransitionError, UsageError
from mandates.domain.kinds import AccountRole
from mandates.register import accounts
from mandates.register.unit_of_work import working
from mandates.store.engine import open_register
from mandates.web.application import make
from mandates.web.routes import TEAM
from mandates.web.serve import Access, serve
from mandates.web.site import Site
from tests.web.conftest import NOW

PASSWORD = "correct horse battery"
URL = "https://mandates.example.org"
ITEM = {"reference": "A/RES/71/500#8", "note": "x"}
PAGE = {"accept": "text/html"}


class Clock:
    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def site(database, clock):
    return Site(
        database=database, actor="nobody", clock=clock, hosts=frozenset({"mandates.example.org"}), token=None,
        cookie="__Host-mandates", team=True, public_url=URL,
    )  # fmt: skip


@pytest.fixture
def invite(database):
    """Give a function that lets a person in and returns the link."""

    def invite(name, role):
        with open_register(database, writing=True) as register, working(
            register, actor="root", at=NOW, command="user"
        ) as work:  # fmt: skip
            accounts.add(work, name, AccountRole(role))
            return f"/invitation/{accounts.invite(work, name)}"

    return invite


@pytest.fixture
def browser(site):
    """Give a function that makes a client of its own."""
    made = []

    def browser():
        client = TestClient(make(site), base_url=URL, follow_redirects=False)
        made.append(client)
        return client

    yield browser
    for one in made:
        one.close()
    site.close()


@pytest.fixture
def person(invite, browser):
    """Give a function that lets a person in with a role, signed in."""

    def person(role, name=None):
        client = browser()
        link = invite(name or role.capitalize(), role)
        answer = client.post(link, data={"password": PASSWORD, "again": PASSWORD})
        assert answer.status_code == 303
        return client

    return person


def sign_in(client, name, password, **more):
    return client.post("/signin", data={"name": name, "password": password, **more})


def test_an_invitation_sets_a_password_once(invite, browser):
    link, client = invite("Ada", "editor"), browser()
    assert "Ada" in client.get(link).text
    assert client.post(link, data={"password": "short", "again": "short"}).status_code == 400
    assert client.post(link, data={"password": PASSWORD, "again": "other"}).status_code == 400
    entered = client.post(link, data={"password": PASSWORD, "again": PASSWORD})
    cookie = entered.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("__host-mandates=", "httponly", "secure", "samesite=lax", "path=/"))
    assert client.get("/").status_code == 200
    assert client.get(link).status_code == 404
    assert browser().post(link, data={"password": PASSWORD, "again": PASSWORD}).status_code == 404


def test_whoever_is_not_signed_in_is_sent_to_where_one_signs_in(browser):
    client = browser()
    assert client.get("/items?overdue=1", headers=PAGE).headers["location"] == "/signin?next=%2Fitems%3Foverdue%3D1"
    assert client.get("/signin").status_code == 200
    assert client.get("/api/1/items").status_code == 401
    assert client.get("/items.json").status_code == 401
    assert client.post("/do/note", data=ITEM).status_code == 401
    assert client.get("/api/1/healthz").status_code == 200


def test_signing_in_and_out(person, browser):
    person("editor", "Ada")
    client = browser()
    assert client.get("/", headers=PAGE).status_code == 303
    assert sign_in(client, "Ada", PASSWORD, next="/items").headers["location"] == "/items"
    assert client.get("/items").status_code == 200
    client.post("/signout")
    assert client.get("/", headers=PAGE).status_code == 303


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"])
def test_signing_in_never_leads_away(person, browser, target):
    person("editor", "Ada")
    assert sign_in(browser(), "Ada", PASSWORD, next=target).headers["location"] == "/"


def test_the_answer_is_the_same_for_a_wrong_password_and_an_unknown_name(person, invite, browser):
    person("editor", "Ada")
    invite("Invited", "reader")
    answers = [sign_in(browser(), name, "wrong password") for name in ("Ada", "Nobody", "Invited")]
    assert {one.status_code for one in answers} == {401}
    texts = {one.text.replace(name, "") for one, name in zip(answers, ("Ada", "Nobody", "Invited"), strict=True)}
    assert len(texts) == 1
    assert all("set-cookie" not in one.headers for one in answers)


def test_nobody_guesses(person, browser):
    person("editor", "Ada")
    client = browser()
    codes = [sign_in(client, "Ada", f"guess {number}").status_code for number in range(7)]
    assert codes == [401] * 5 + [429] * 2
    assert sign_in(client, "Ada", PASSWORD).status_code == 429


def test_nobody_stays_signed_in_for_ever(person, clock):
    client = person("editor", "Ada")
    clock.now = NOW + dt.timedelta(hours=7)
    assert client.get("/").status_code == 200
    clock.now += dt.timedelta(hours=9)
    assert client.get("/", headers=PAGE).status_code == 303
    again = person("editor", "Ben")
    for _ in range(24):
        clock.now += dt.timedelta(hours=7)
        last = again.get("/", headers=PAGE).status_code
    assert last == 303


def test_a_change_is_made_in_the_persons_name(person):
    ada, ben, root = person("editor", "Ada"), person("editor", "Ben"), person("admin", "Root")
    ada.post("/do/note", data=ITEM)
    event = root.get("/history.json").json()[0]
    assert event["actor"] == "Ada"
    change = {"change": str(event["change"])}
    assert ben.post("/do/undo", data=change).status_code == 403
    assert ben.post("/api/1/undo", json={"change": event["change"]}).status_code == 403
    assert root.post("/do/undo", data=change).status_code == 303


def test_a_reader_sees_no_forms_that_change_items(person):
    assert 'action="/do/' not in person("reader").get("/m/A/RES/71/500/8").text


def token_in(text):
    return "mnd_" + text.partition("<code>mnd_")[2].partition("</code>")[0]


def test_a_token_does_what_it_may_in_its_owners_name(person, browser):
    ada = person("editor", "Ada")
    reads = token_in(ada.post("/tokens", data={"name": "reads", "scope": "read", "days": "30"}).text)
    tracks = token_in(ada.post("/tokens", data={"name": "tracks", "scope": ["read", "track"]}).text)
    assert reads not in ada.get("/tokens").text
    client = browser()
    headers = {"Authorization": f"Bearer {reads}"}
    assert client.get("/api/1/items", headers=headers).status_code == 200
    body = {"document": "A/73/1"}
    path = "/api/1/items/A/RES/71/500/8/reports"
    assert client.post(path, json=body, headers=headers).status_code == 403
    headers = {"Authorization": f"Bearer {tracks}"}
    assert client.post(path, json=body, headers=headers).status_code == 201
    assert client.post("/api/1/resolutions", files={"files": ("a.txt", b"x")}, headers=headers).status_code == 403
    assert client.post("/tokens", data={"name": "more", "scope": "ingest"}, headers=headers).status_code == 403
    assert client.get("/api/1/events", headers=headers).json()["items"][-1]["actor"] == "Ada"


def test_a_token_ends(person, browser, clock):
    ada = person("editor", "Ada")
    secret = token_in(ada.post("/tokens", data={"name": "short", "scope": "read", "days": "1"}).text)
    headers = {"Authorization": f"Bearer {secret}"}
    client = browser()
    assert client.get("/api/1/items", headers=headers).status_code == 200
    number = ada.get("/tokens").text.partition('name="token" value="')[2].partition('"')[0]
    ben = person("editor", "Ben")
    ben.post("/tokens/revoke", data={"token": number})
    assert client.get("/api/1/items", headers=headers).status_code == 200
    ada.post("/tokens/revoke", data={"token": number})
    refused = client.get("/api/1/items", headers=headers)
    assert refused.status_code == 401
    assert "invalid_token" in refused.headers["www-authenticate"]
    longer = token_in(ada.post("/tokens", data={"name": "longer", "scope": "read", "days": "1"}).text)
    headers = {"Authorization": f"Bearer {longer}"}
    assert client.get("/api/1/items", headers=headers).status_code == 200
    clock.now = NOW + dt.timedelta(days=2)
    assert client.get("/api/1/items", headers=headers).status_code == 401
    assert client.get("/api/1/items", headers={"Authorization": "Basic eDp5"}).status_code == 401
    assert client.get("/api/1/items", headers={"Authorization": "Bearer mnd_x"}).status_code == 401


def test_whoever_is_disabled_is_out_at_once_and_everywhere(person, browser):
    root, ada = person("admin", "Root"), person("editor", "Ada")
    secret = token_in(ada.post("/tokens", data={"name": "t", "scope": "read"}).text)
    root.post("/people", data={"name": "Ada", "does": "disable"})
    assert ada.get("/", headers=PAGE).status_code == 303
    assert browser().get("/api/1/items", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert sign_in(browser(), "Ada", PASSWORD).status_code == 401
    root.post("/people", data={"name": "Ada", "does": "enable"})
    assert sign_in(browser(), "Ada", PASSWORD).status_code == 303


def test_somebody_can_always_let_people_in(person):
    root = person("admin", "Root")
    assert root.post("/people", data={"name": "Root", "does": "disable"}).status_code == 409
    assert root.post("/people", data={"name": "Root", "does": "role", "role": "reader"}).status_code == 409
    page = root.post("/people", data={"name": "Ben", "role": "admin", "does": "add"}).text
    assert f"{URL}/invitation/" in page
    assert root.post("/people", data={"name": "Root", "does": "role", "role": "reader"}).status_code == 303


def test_another_browser_is_signed_out(person, browser):
    ada, other = person("editor", "Ada"), browser()
    sign_in(other, "Ada", PASSWORD)
    numbers = re.findall(r'name="browser" value="(\d+)"', ada.get("/tokens").text)
    assert len(numbers) == 2
    ada.post("/signout", data={"browser": max(numbers, key=int)})
    assert other.get("/", headers=PAGE).status_code == 303
    assert ada.get("/").status_code == 200


def test_signing_out_of_one_browser_leaves_the_others_and_of_all_leaves_none(person, browser):
    ada, other, third = person("editor", "Ada"), browser(), browser()
    for one in (other, third):
        sign_in(one, "Ada", PASSWORD)
    assert ada.get("/tokens").text.count("(this one)") == 1
    ada.post("/signout")
    assert ada.get("/", headers=PAGE).status_code == 303
    assert other.get("/").status_code == third.get("/").status_code == 200
    other.post("/signout", data={"browser": "all"})
    assert third.get("/", headers=PAGE).status_code == 303


def test_on_ones_own_machine_there_are_no_accounts(database):
    own = Site(database=database, actor="Anna", clock=lambda: NOW, hosts=frozenset({"127.0.0.1:1"}))
    with TestClient(make(own), base_url="http://127.0.0.1:1") as client:
        client.get(f"/in?token={own.token}")
        for one in TEAM:
            assert client.request(one.method, one.path.replace("{secret:str}", "x"), data={}).status_code == 404


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"host": "0.0.0.0"}, "can be reached by others"),
        ({"host": "192.0.2.1", "public_url": None}, "can be reached by others"),
        ({"public_url": "http://mandates.example.org"}, "unencrypted"),
        ({"public_url": "mandates.example.org"}, "is not the address of a site"),
        ({"public_url": "https://mandates.example.org/below"}, "is not the address of a site"),
        ({"public_url": URL}, "nobody has an account"),
    ],
)
def test_a_team_is_not_served_carelessly(database, options, words):
    def say(text):
        pytest.fail(f"it was served: {text}")

    with pytest.raises(UsageError, match=words):
        serve(
            database,
            port=0,
            actor="Anna",
            clock=lambda: NOW,
            read_only=False,
            browser=False,
            say=say,
            access=Access(**options),
        )


def test_two_accounts_have_two_names(invite):
    invite("Ada", "reader")
    with pytest.raises(TransitionError, match="already"):
        invite(" Ada ", "admin")

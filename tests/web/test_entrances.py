"""Other ways in for a team: a server before the site that names people, another site; what editors are limited to."""

import base64
import datetime as dt
import hashlib
import ipaddress
import json
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from lxml import etree
from starlette.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from mandates.domain.accounts import Limits
from mandates.domain.errors import TransitionError, UsageError
from mandates.domain.kinds import AccountRole
from mandates.register import accounts
from mandates.register.unit_of_work import working
from mandates.store.engine import open_register
from mandates.web.application import make
from mandates.web.oidc import Provider
from mandates.web.security import keeping_peer
from mandates.web.serve import Access, serve
from mandates.web.site import Proxy, Site
from tests.web.conftest import HOSTILE_SYMBOL, NOW

URL = "https://mandates.example.org"
PAGE = {"accept": "text/html"}
ITEM = {"reference": "A/RES/71/500#8", "note": "x"}


@pytest.fixture
def site(database):
    made = Site(
        database=database, actor="nobody", clock=lambda: NOW, hosts=frozenset({"mandates.example.org"}), token=None,
        cookie="__Host-mandates", team=True, public_url=URL,
    )  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def account(database):
    """Give a function that makes an account."""

    def account(name, role="editor", mail=None, limits=None):
        with open_register(database, writing=True) as register, working(
            register, actor="root", at=NOW, command="user"
        ) as work:  # fmt: skip
            accounts.add(work, name, AccountRole(role), mail)
            if limits:
                accounts.set_limits(work, name, limits)

    return account


def client_of(site, address="192.0.2.7"):
    return TestClient(make(site), base_url=URL, follow_redirects=False, client=(address, 50_000))


# A server before the site ---------------------------------------------------------------------------------------------


@pytest.fixture
def proxied(site):
    site.proxy = Proxy("remote-user", (ipaddress.ip_network("10.1.0.0/16"),))
    return site


def test_a_server_of_the_named_network_says_who_asks(proxied, account):
    account("Ada", "editor", mail="ada@example.org")
    client = client_of(proxied, "10.1.2.3")
    for name in ("Ada", "ADA@example.org"):
        assert client.get("/items", headers={"remote-user": name}).status_code == 200
    client.post("/do/note", data=ITEM, headers={"remote-user": "Ada"})
    assert client.get("/history.json", headers={"remote-user": "Ada"}).json()[0]["actor"] == "Ada"
    assert client.get("/people", headers={"remote-user": "Ada"}).status_code == 403


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("192.0.2.7", {"remote-user": "Ada"}, 403),
        ("127.0.0.1", {"remote-user": "Ada"}, 403),
        ("10.1.2.3", {"remote-user": "Nobody"}, 403),
        ("10.1.2.3", {"remote-user": ""}, 403),
        ("10.1.2.3", [("remote-user", "Ada"), ("remote-user", "Root")], 403),
        ("10.1.2.3", {}, 303),
        ("192.0.2.7", {}, 303),
    ],
)
def test_nobody_else_says_who_asks(proxied, account, address, headers, status):
    account("Ada")
    account("Root", "admin")
    given = [*PAGE.items(), *(headers.items() if isinstance(headers, dict) else headers)]
    assert client_of(proxied, address).get("/items", headers=given).status_code == status


def test_the_network_is_that_of_the_server_not_of_what_it_says_of_its_visitors(proxied, account):
    account("Ada")
    app = keeping_peer(ProxyHeadersMiddleware(make(proxied), trusted_hosts=["*"]))
    headers = {"remote-user": "Ada", "x-forwarded-for": "10.1.2.3"}
    client = TestClient(app, base_url=URL, client=("192.0.2.7", 1))
    assert client.get("/items", headers=headers).status_code == 403
    client = TestClient(app, base_url=URL, client=("10.1.9.9", 1))
    assert client.get("/items", headers={**headers, "x-forwarded-for": "192.0.2.7"}).status_code == 200


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"proxy_header": "Remote-User"}, "--proxy-network is not given"),
        ({"proxy_networks": ["10.0.0.0/8"]}, "--proxy-header is not given"),
        ({"proxy_header": "Remote User", "proxy_networks": ["10.0.0.0/8"]}, "not the name of a header"),
        ({"proxy_header": "Remote-User", "proxy_networks": ["ten"]}, "is not a network"),
        ({"proxy_header": "X", "proxy_networks": ["10.0.0.0/8"], "public_url": None}, "signing in needs --team"),
    ],
)
def test_who_may_name_people_is_said_before_anything_is_served(database, options, words):
    given = {"public_url": URL, **options}
    with pytest.raises(UsageError, match=words):
        serve(
            database,
            port=0,
            actor="Anna",
            clock=lambda: NOW,
            read_only=False,
            browser=False,
            say=pytest.fail,
            access=Access(**given),
        )


# Another site ---------------------------------------------------------------------------------------------------------

ISSUER = "https://id.example.org"


@pytest.fixture(scope="module")
def keys():
    """Give the key of the other site, and that of somebody who would like to be it."""
    joserfc = pytest.importorskip("joserfc.jwk", reason="the extra oidc is not there")
    return [joserfc.RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"}) for _ in range(2)]


class Elsewhere:
    """Another site with which people sign in, as this one sees it."""

    def __init__(self, key):
        self.key = key
        self.claims, self.challenges, self.signer = {}, {}, self.key

    def answer(self, request):
        path = urlsplit(str(request.url)).path
        if path == "/.well-known/openid-configuration":
            places = {
                "authorization_endpoint": f"{ISSUER}/authorize", "token_endpoint": f"{ISSUER}/token",
                "jwks_uri": f"{ISSUER}/keys",
            }  # fmt: skip
            return httpx2.Response(200, json={"issuer": ISSUER, **places})
        if path == "/keys":
            return httpx2.Response(200, json={"keys": [self.key.as_dict(private=False)]})
        sent = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if self.challenges.pop(sent["code"], None) != challenge:
            return httpx2.Response(400, json={"error": "invalid_grant"})
        return httpx2.Response(
            200, json={"access_token": "a", "token_type": "Bearer", "id_token": self._signed(self.claims)}
        )

    def signs_in(self, address, **claims):
        """Do as a person who signs in there, and return where the browser is sent back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
        self.challenges["c"] = asked["code_challenge"]
        now = int(dt.datetime.now(dt.UTC).timestamp())
        self.claims = {
            "iss": ISSUER, "aud": "mandates", "sub": "7", "iat": now, "exp": now + 60, "nonce": asked["nonce"],
            "email": "ada@example.org", "email_verified": True, "name": "Ada L.", **claims,
        }  # fmt: skip
        return f"{asked['redirect_uri'].removeprefix(URL)}?code=c&state={asked['state']}"

    def _signed(self, claims):
        jwt = pytest.importorskip("joserfc.jwt")
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signer)


@pytest.fixture
def elsewhere(site, keys):
    pytest.importorskip("authlib", reason="the extra oidc is not there")
    other = Elsewhere(keys[0])
    site.provider = Provider(ISSUER, "mandates", "secret", transport=httpx2.MockTransport(other.answer))
    return other


def test_a_person_signs_in_with_another_site(site, elsewhere, account):
    account("Ada", "editor", mail="Ada@example.org")
    client = client_of(site)
    assert "id.example.org" in client.get("/signin?next=/items").text
    started = client.get("/signin/elsewhere?next=/items")
    assert started.headers["location"].startswith(f"{ISSUER}/authorize?")
    back = elsewhere.signs_in(started.headers["location"])
    entered = client.get(back)
    assert (entered.status_code, entered.headers["location"]) == (303, "/items")
    client.post("/do/note", data=ITEM)
    assert client.get("/history.json").json()[0]["actor"] == "Ada"
    assert client.get(back).status_code == 401  # it counts once
    # from now on by the subject, whatever the address is
    again = client_of(site)
    back = elsewhere.signs_in(again.get("/signin/elsewhere").headers["location"], email="other@example.org")
    assert again.get(back).status_code == 303
    # and nobody else by that address
    third = client_of(site)
    back = elsewhere.signs_in(third.get("/signin/elsewhere").headers["location"], sub="8")
    assert third.get(back).status_code == 403


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"email": "ben@example.org"}, 403),
        ({"email_verified": False}, 403),
        ({"nonce": "another"}, 401),
        ({"aud": "another"}, 401),
        ({"iss": "https://evil.example"}, 401),
        ({"exp": 1}, 401),
    ],
)
def test_what_another_site_says_has_to_be_meant_for_this_one(site, elsewhere, account, claims, status):
    account("Ada", mail="ada@example.org")
    client = client_of(site)
    back = elsewhere.signs_in(client.get("/signin/elsewhere").headers["location"], **claims)
    assert client.get(back).status_code == status
    assert client.get("/items", headers=PAGE).status_code == 303


def test_a_token_that_another_has_signed_lets_nobody_in(site, elsewhere, keys, account):
    account("Ada", mail="ada@example.org")
    client = client_of(site)
    elsewhere.signer = keys[1]
    assert client.get(elsewhere.signs_in(client.get("/signin/elsewhere").headers["location"])).status_code == 401


def test_whoever_set_out_comes_back(site, elsewhere, account):
    account("Ada", mail="ada@example.org")
    back = elsewhere.signs_in(client_of(site).get("/signin/elsewhere").headers["location"])
    victim = client_of(site)
    assert victim.get(back).status_code == 401
    victim.get("/signin/elsewhere")
    assert victim.get(back).status_code == 401
    assert victim.get("/signin/back?error=access_denied&state=x").status_code == 401


def test_whoever_is_disabled_is_not_let_in_by_another_site(site, elsewhere, account, database):
    account("Ada", mail="ada@example.org")
    account("Root", "admin")
    with open_register(database, writing=True) as register, working(
        register, actor="Root", at=NOW, command="user"
    ) as work:  # fmt: skip
        accounts.disable(work, "Ada")
    client = client_of(site)
    assert client.get(elsewhere.signs_in(client.get("/signin/elsewhere").headers["location"])).status_code == 403


def test_without_another_site_there_is_no_way_to_it(site):
    assert client_of(site).get("/signin/elsewhere").status_code == 404
    assert client_of(site).get("/signin/back?code=c&state=s").status_code == 404


# What editors are limited to ------------------------------------------------------------------------------------------


@pytest.fixture
def limited(proxied, account):
    """Give the client of an editor who may change only what the Council is to do."""
    account("Ada", limits=Limits(owners=("Security Council",)))
    client = client_of(proxied, "10.1.0.1")
    client.headers["remote-user"] = "Ada"
    return client


OWN, OTHER = "S/RES/2400 (2018)#2", "A/RES/71/500#8"


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/do/note", {"note": "x"}),
        ("/do/status", {"status": "in_progress"}),
        ("/do/assign", {"owners": "OHCHR", "lead": "DPPA"}),
        ("/do/correct", {"is": "hidden"}),
        ("/do/confirm", {}),
    ],
)
def test_a_limited_editor_changes_only_what_is_within(limited, path, sent):
    before = limited.get("/history.json").json()
    refused = limited.post(path, data={"reference": OTHER, **sent})
    assert refused.status_code == 403
    assert "Security Council" in refused.text
    assert limited.get("/history.json").json() == before
    assert limited.post(path, data={"reference": OWN, **sent}).status_code == 303
    change = limited.get("/history.json").json()[0]["change"]
    assert limited.post("/do/undo", data={"change": change}).status_code == 303


def test_nobody_takes_an_item_that_is_anothers(limited):
    assert limited.post("/do/assign", data={"reference": OTHER, "owners": "Security Council"}).status_code == 403


def test_a_limit_holds_for_many_for_programs_and_for_documents(limited):
    many = {"query": "", "scope": "all", "what": "note", "note": "x", "confirmed": "1", "expected": "6"}
    assert limited.post("/do/bulk", data=many).status_code in (403, 412)
    body = {"filters": {"all": "1"}, "change": {"note": "x"}}
    assert limited.post("/api/1/bulk", json=body).status_code == 403
    assert limited.post("/api/1/bulk", json={**body, "filters": {"owner": "Security Council"}}).status_code == 200
    entry = {"reference": "71/500#3", "owners": ["Security Council"]}
    assert limited.post("/api/1/mandates", json={**entry, "owners": ["OHCHR"]}).status_code == 403
    assert limited.post("/api/1/mandates", json=entry).status_code == 201
    assert limited.get("/items.json?owner=Secretary-General").json()


def test_limits_are_set_and_taken_away(limited, account, database):
    account("Root", "admin")
    root = {"remote-user": "Root"}
    assert limited.post("/people", data={"name": "Ada", "does": "limit", "owners": ""}, headers=root).status_code == 303
    assert limited.post("/do/note", data=ITEM).status_code == 303
    assert "Nobody Known" in limited.post(
        "/people", data={"name": "Ada", "does": "limit", "owners": "Nobody Known"}, headers=root
    ).text  # fmt: skip
    with open_register(database, writing=True) as register, working(
        register, actor="Root", at=NOW, command="user"
    ) as work, pytest.raises(TransitionError, match="admin"):  # fmt: skip
        accounts.set_limits(work, "Root", Limits(committees=("Third",)))


# Feeds ----------------------------------------------------------------------------------------------------------------


def feeds_in(text):
    return [part.partition("</code>")[0].replace("&amp;", "&") for part in text.split("<code>https://")[1:]]


def test_a_list_is_followed_by_an_address_that_can_be_revoked(limited, proxied):
    stranger = client_of(proxied)
    limited.post("/do/note", data={"reference": OWN, "note": "<b>&\u202e"})
    page = limited.post("/tokens/feed", data={"name": "phone", "query": "body=SC&sort=due"}).text
    calendar, atom = (f"/{one.partition('/')[2]}" for one in feeds_in(page))
    assert calendar.endswith("?body=SC")
    assert b"BEGIN:VEVENT" in stranger.get(calendar).content
    feed = stranger.get(atom)
    assert feed.headers["content-type"] == "application/atom+xml"
    assert "\u202e" not in feed.text
    entries = etree.fromstring(feed.content).findall("{*}entry")
    assert entries[0].findtext("{*}author/{*}name") == "Ada"
    assert all(entry.findtext("{*}title").startswith("S/RES/2400") for entry in entries)
    secret = calendar.split("/")[2].partition(".")[0]
    token = {"authorization": f"Bearer {secret}"}
    assert stranger.get("/api/1/items", headers=token).status_code == 403
    assert stranger.get("/feed/mnd_x.ics").status_code == 404
    number = limited.get("/tokens").text.partition('name="token" value="')[2].partition('"')[0]
    limited.post("/tokens/revoke", data={"token": number})
    assert {stranger.get(one).status_code for one in (calendar, atom)} == {404}


def test_hostile_texts_do_nothing_in_a_feed(limited, proxied):
    page = limited.post("/tokens/feed", data={"name": "all", "query": f"resolution={HOSTILE_SYMBOL}&all=1"}).text
    for one in feeds_in(page):
        answer = client_of(proxied).get(f"/{one.partition('/')[2]}")
        assert answer.status_code == 200
        assert "\u202e" not in answer.text
        if answer.headers["content-type"] == "application/atom+xml":
            assert "<script>" not in answer.text
            assert len(etree.fromstring(answer.content)) > 4


def test_tokens_let_people_in_only_where_they_may(limited, account, proxied):
    account("Root", "admin")
    root = client_of(proxied, "10.1.0.1")
    root.headers["remote-user"] = "Root"
    pages = [root.post("/tokens", data={"name": "t", "scope": scope}).text for scope in ("track", "admin")]
    secrets = [f"mnd_{page.partition('<code>mnd_')[2].partition('<')[0]}" for page in pages]
    program = client_of(proxied)
    body = {"name": "Cy", "role": "editor", "owners": ["Security Council"]}
    answers = [
        program.post("/api/1/people", json=body, headers={"authorization": f"Bearer {secret}"}) for secret in secrets
    ]
    assert [one.status_code for one in answers] == [403, 201]
    made = answers[1].json()
    assert made["invitation"].startswith(f"{URL}/invitation/")
    assert (made["role"], made["owners"], made["invited"]) == ("editor", ["Security Council"], True)
    listed = program.get("/api/1/people", headers={"authorization": f"Bearer {secrets[1]}"}).json()["items"]
    assert [one["name"] for one in listed] == ["Ada", "Cy", "Root"]
    assert "password_hash" not in json.dumps(listed)
    assert limited.get("/api/1/people").status_code == 403

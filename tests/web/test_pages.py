"""What each page shows, in which forms, and that anybody can read it."""

import base64
import json
import re

import click
import pytest

from mandates.cli.main import cli
from mandates.domain.events import EventKind
from mandates.domain.match import Reason
from mandates.store.search import Search
from mandates.web.parameters import filter_parameters
from mandates.web.places import PLACES
from mandates.web.templates import did, match_doubt
from tests.web.conftest import HOSTILE_SYMBOL
from tests.web.outline import outline

PATHS = [
    "/", "/items", "/items?overdue=1&owner=Secretary-General", "/items?all=1", "/items?owner=nobody-at-all",
    "/m/A/RES/71/500/8", "/m/S/RES/2400%20(2018)/7", f"/m/{HOSTILE_SYMBOL}/1", "/r/A/RES/71/500",
    f"/r/{HOSTILE_SYMBOL}",
    "/r/S/RES/2400%20(2018)", "/resolutions", "/resolutions?search=zzz", "/s", "/s?body=HRC", "/s/GA/73",
    "/s/GA/76?compare=75", "/forecast", "/cycles", "/owners", "/owners?owner=zzz", "/owners/Secretary-General",
    "/review", "/review?skip=1", "/review?skip=3", "/review?kind=difference",
    "/history", "/search", "/search?q=report", "/search?q=script", "/search?q=zzz", "/documents",
    "/stock", "/stock?heap=expired&heap=never_reported", "/stock?heap=review&owner=nobody-at-all",
    "/series/A/RES/71/500", "/compare?older=71/500&newer=71/501",
    "/add", "/help", "/items?as-of=2018-01-01", "/nothing", "/items?nothing=1",
]  # fmt: skip


@pytest.fixture(scope="module")
def client(shared):
    """Give the client that tests share: nothing is changed here."""
    return shared


@pytest.mark.parametrize("path", PATHS)
def test_each_page_can_be_read_by_anybody_and_hostile_texts_do_nothing(queued, path):
    text = queued.get(path).text
    found = outline(text)
    assert found.language == "en"
    assert found.headings.count("h1") == 1
    assert found.headings[0] == "h1"
    assert found.links[0] == "#main"
    assert len(found.ids) == len(set(found.ids))
    assert found.tables == found.captions
    for name, inside in found.fields:
        assert inside or name in found.labels, f"a field without a label: {name}"
    assert all(f'id="{name}"' in text for name in found.labels if name)
    for hostile in ("<script>alert", "<b>Tests", "<i>Owner", "\u202e"):
        assert hostile not in text


def test_the_list_is_what_the_command_lists(client):
    rows = client.get("/items.json").json()
    assert [row["reference"] for row in rows][:2] == ["S/RES/2400 (2018)#7@2018-05-09", "A/RES/71/500#8"]
    assert rows[0]["missed"] > 1
    assert {"id", "reference", "symbol", "status", "state", "days_late", "due", "clause", "evidence"} <= set(rows[0])
    text = client.get("/items").text
    assert "A/RES/71/<wbr>500<wbr>#8" in text or "A/<wbr>RES/<wbr>71/<wbr>500<wbr>#8" in text


def test_filters_stand_in_the_address_and_combine(client):
    rows = client.get("/items.json", params={"owner": "General Assembly", "due-session": "75"}).json()
    assert [row["reference"] for row in rows] == ["A/RES/71/500#9"]
    rows = client.get("/items.json?deliverable=agenda-item&deliverable=extension").json()
    assert {row["deliverable"] for row in rows} == {"agenda_item", "extension"}
    assert client.get("/items.json?due_session=75").json() == client.get("/items.json?due-session=75").json()


def test_what_can_be_narrowed_is_counted(client):
    text = " ".join(client.get("/items?owner=General+Assembly").text.split())
    assert '<a href="/items?owner=General+Assembly&amp;deliverable=agenda_item"' not in text  # there is no other
    text = " ".join(client.get("/items").text.split())
    assert '<a href="/items?deliverable=extension"><span>extension</span> <span class="number">1</span></a>' in text


def test_what_is_no_mandate_is_listed_where_its_class_is_asked_for(client):
    page = client.get("/items").text
    assert "/m/A/RES/71/500/10" not in page
    assert '<span>outcome</span> <span class="number">1</span>' in page
    rows = client.get("/api/1/items?class=outcome").json()["items"]
    assert [(row["reference"], row["class"]) for row in rows] == [("A/RES/71/500#10", "outcome")]
    assert client.get("/api/1/items?not-class=mandate&class=outcome").json()["items"] == rows
    assert client.get("/api/1/items?class=wish").status_code == 400


def test_a_mandate_stands_with_its_parts(client):
    page = client.get("/m/A/RES/71/500/8").text
    assert "On ferries &lt;by&gt; May;" in page
    assert "until 31 May 2019" in page
    (row,) = client.get("/m/A/RES/71/500/8.json").json()["obligations"]
    assert [part["owners"] for part in row["parts"]] == [["Master"]]


def test_a_name_that_nobody_has_is_answered_with_the_nearest(client):
    text = client.get("/items?owner=Secretary+Generl").text
    assert "Did you mean &#39;Secretary-General&#39;?" in text


@pytest.mark.parametrize("path", ["/items", "/forecast", "/cycles", "/stock"])
def test_a_resolution_that_the_register_does_not_have_is_told(client, path):
    text = client.get(f"{path}?resolution=99/999").text
    assert "A/RES/99/999 is not in the register. See the page of resolutions." in text
    assert "is not in the register" not in client.get(f"{path}?resolution=71/500").text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/items?ownr=x", 400, "Did you mean &#39;owner&#39;?"),
        ("/items?since=2020-01-01&since=2020-01-02", 400, "given twice"),
        ("/items?status=done", 400, "is not a status"),
        ("/items?since=2020-05-01&until=2020-01-01", 400, "later than"),
        ("/items?since=yesterday", 400, "is not a date"),
        ("/items?after=nowhere", 400, "is not a place"),
        ("/items?limit=5000", 400, "at most 1,000"),
        ("/items?body=GAA", 400, "is not a known body"),
        ("/help?x=1", 400, "no parameter"),
        ("/items?owner=%00", 400, "contains a NUL"),
        ("/forecast?months=241", 400, "too many"),
        ("/m/A/RES/71/500/88", 404, "A/RES/71/500#8"),
        ("/m/nonsense", 400, "is not a resolution symbol"),
        ("/r/A/RES/71/777", 404, "not in the register"),
        ("/r/nonsense", 400, "is not a resolution symbol"),
        ("/s/XX/1", 400, "is not a known body"),
        ("/s/SC/9", 404, "no session 9"),
        ("/owners/Nobody", 404, "no owner"),
        ("/history?reference=71/500%2399", 404, "A/RES/71/500"),
        ("/search?q=%22%22", 400, ""),
        ("/owners.ics", 404, "no calendar"),
        ("/nothing", 404, "no such page"),
    ],
)
def test_what_cannot_be_answered_says_why_and_what_to_do(client, path, status, words):
    answer = client.get(path)
    assert answer.status_code == status
    assert words.lower() in answer.text.lower()
    assert "Traceback" not in answer.text


def test_errors_of_data_are_problems(client):
    answer = client.get("/items.json?ownr=x")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["remedy"] == "did you mean 'owner'"


@pytest.mark.parametrize(
    "path", ["/items", "/owners", "/resolutions", "/history", "/review", "/cycles", "/s", "/s/GA/73"]
)
def test_lists_come_as_json_and_csv(client, path):
    assert json.loads(client.get(f"{path}.json").text)
    table = client.get(f"{path}.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text.count("\n") > 1


@pytest.mark.parametrize(
    "path", ["/", "/items", "/m/A/RES/71/500/8", "/r/A/RES/71/500", "/s/GA/73", "/forecast", "/search"]
)
def test_lists_of_items_come_as_a_calendar(client, path):
    answer = client.get(f"{path}.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text.startswith("BEGIN:VCALENDAR")


def test_long_lists_come_in_pages_without_a_gap(client):
    whole = [row["reference"] for row in client.get("/items.json").json()]
    path, found = "/items?limit=3", []
    for _ in whole:
        text = client.get(path).text
        found += [part.partition('"')[0] for part in text.split('name="item" value="')[1:]]
        links = text.split('rel="next" href="')[1:]
        if not links:
            break
        path = links[0].partition('"')[0].replace("&amp;", "&")
    assert found == whole


@pytest.mark.parametrize("sort", ["", "due", "-due", "symbol", "-status", "verb", "body", "state", "-unissued"])
def test_a_list_comes_in_portions_in_any_order(client, sort):
    whole = [row["id"] for row in client.get(f"/items.json?sort={sort}").json()]
    path, found = f"/api/1/items?limit=2&sort={sort}", []
    while path:
        answer = client.get(path).json()
        found += [row["id"] for row in answer["items"]]
        path = answer["next"]
    assert found == whole


def test_what_leaves_a_list_between_its_portions_moves_no_other(own):
    rows = own.get("/items.json?sort=-due").json()
    first = own.get("/api/1/items?limit=2&sort=-due").json()
    for row in rows[:2]:  # those that were shown, and after the last of which it goes on
        own.patch(f"/api/1/items/{row['id']}", json={"status": "implemented"}, headers={"If-Match": "*"})
    assert [row["id"] for row in own.get(first["next"]).json()["items"]] == [row["id"] for row in rows[2:4]]


@pytest.mark.parametrize("other", ["sort=due", "sort=-symbol", "sort=state", "search=report"])
def test_a_place_of_another_order_is_none(client, other):
    place = client.get("/api/1/items?limit=1&all=1").json()["next"].rpartition("after=")[2].partition("&")[0]
    assert client.get(f"/api/1/items?limit=1&after={place}").status_code == 200
    assert client.get(f"/api/1/items?{other}&after={place}").status_code == 400


def test_a_place_of_thousands_of_nested_brackets_is_none(client):
    mark = base64.urlsafe_b64encode(b"[" * 30_000).decode()
    assert client.get(f"/api/1/items?after=5.{mark}").status_code == 400


@pytest.mark.parametrize(
    "place",
    [[], ["", 0], ["", 0, "2019-01-01", "x", 1], ["", "0", "2019-01-01", "x"], ["", 0, "soon", "x"],
     ["", 0, "2019-01-01", 5], ["", 10**9, "2019-01-01", "x"], ["", True, "2019-01-01", "x"],
     ["", 0, "2019-01-01", "\0"], ["", 0, "2019-01-01", "\ud800"], {"": 1}, 5, None],
)  # fmt: skip
def test_a_place_that_nobody_gave_is_none(client, place):
    mark = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
    assert client.get(f"/api/1/items?after=5.{mark}").status_code == 400
    assert client.get(f"/api/1/items?after=5.{mark[:-3]}%21").status_code == 400


def test_a_past_day_is_shown_as_it_was_and_changes_nothing(own):
    client = own
    client.post("/do/report", data={"reference": "A/RES/71/500#8", "document": "A/73/1", "on": "2020-01-10"})
    then = client.get("/m/A/RES/71/500/8?as-of=2020-01-14").text
    assert "nothing can be changed here" in then
    assert "A/73/1" not in then
    assert 'action="/do/' not in then


def test_the_resolution_stands_whole_with_its_items_beside(client):
    text = client.get("/r/A/RES/71/500").text
    assert "Recalling its earlier resolutions," in text
    assert text.index("Encourages further work") < text.index("seventy-third session")
    assert text.count('aria-label="Items of this paragraph"') == 4


def test_a_session_is_compared_with_another(client):
    text = client.get("/s/GA/73?compare=75").text
    assert "Compared with GA 75" in text
    answer = client.get("/s/General%20Assembly/73", follow_redirects=False)
    assert answer.headers["location"] == "/s/GA/73"


def test_a_session_counts_the_reports_that_should_be_out(client):
    assert "<b>1 not issued</b>" in client.get("/s/GA/73?as_of=2018-08-20").text
    assert "not issued</b>" not in client.get("/s/GA/73?as_of=2018-08-01").text


def test_only_the_search_has_what_is_sought_marked(client):
    text = client.get("/search?q=Mission").text
    assert "<mark>Mission</mark>" in text


def test_a_long_text_comes_in_parts(client, monkeypatch):
    whole = client.get("/r/A/RES/71/500").text
    monkeypatch.setattr("mandates.web.pages.resolutions._PART", 1500)
    total = int(re.search(r"Part 1 of (\d+):", client.get("/r/A/RES/71/500").text)[1])
    parts = [client.get(f"/r/A/RES/71/500?part={number}").text for number in range(1, total + 1)]
    assert len(parts) > 1
    passages = 'class="passage'
    assert sum(text.count(passages) for text in parts) == whole.count(passages)
    assert client.get("/r/A/RES/71/500?part=0").text.count(passages) == whole.count(passages)
    assert client.get("/r/A/RES/71/500?part=99").text.count(passages) == parts[-1].count(passages)


def test_filters_have_the_names_of_the_options():
    command = cli.get_command(click.Context(cli), "list")
    options = {name.removeprefix("--").replace("-", "_") for one in command.params for name in one.opts}
    assert set(filter_parameters()) <= options


@pytest.mark.parametrize("name", ["focal", "focal-point", "focal_point"])
def test_a_filter_is_known_by_the_name_of_the_rows_too(client, name):
    answer = client.get(f"/items.json?{name}=nobody")
    assert (answer.status_code, answer.json()["detail"]) == (404, "no focal point has 'nobody' in the name")


@pytest.mark.parametrize("code", list(Reason))
def test_why_a_match_is_not_surer_is_told_in_words(code):
    assert match_doubt(code) != code
    assert " " in match_doubt(code)


def test_a_paragraph_of_which_nothing_was_read_leads_to_where_it_is_entered(client):
    text = client.get("/m/A/RES/71/500/1").text
    assert "mandates add" not in text


def test_what_somebody_did_is_told_as_done():
    assert {did(kind).split()[0] for kind in ("report", "note", "undo")} == {"reported", "noted", "took"}
    assert all(did(kind) for kind in EventKind)


def test_two_resolutions_are_compared_with_what_was_put_in_and_taken_out(queued):
    text = queued.get("/compare?older=70/90&newer=72/100").text
    assert "<del>" in text.split("<table")[1]
    assert "[-" not in text


@pytest.mark.parametrize("day", ["2018-08-20", "2018-10-01", "2019-08-01"])
def test_the_days_of_a_session_stand_above_its_line_each_in_a_row_of_its_own(client, day):
    text = client.get(f"/s/GA/73?as-of={day}").text
    rows = re.findall(r'<text class="(\w+)" x="([\d.]+)%" dx="-?0.4em" y="([\d.]+)em"', text)
    assert [state for state, _, _ in rows].count("today") == 1
    assert len({y for _, _, y in rows}) == len(rows) == 5


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.path)
def test_a_page_has_one_name_in_the_menu_the_help_its_heading_and_its_title(client, place):
    text = client.get(place.path).text
    assert f"<title>{place.name} · Mandates</title>" in text
    assert f"<h1><bdi>{place.name}</bdi></h1>" in text
    if place.menu is not None:
        menu_link = re.search(rf'<a href="{place.path}" aria-current="page">.*?<span>(.*?)</span></a>', text)
        assert menu_link
        assert menu_link[1] == (place.short or place.name)
    if place.meaning:
        assert f'<a href="{place.path}">{place.name}</a></dt>' in client.get("/help").text


def test_the_page_of_a_search_searches_once(client, monkeypatch):
    made = []
    find = Search.__init__
    monkeypatch.setattr(Search, "__init__", lambda self, *asked: made.append(asked) or find(self, *asked))
    assert client.get("/search?q=report").status_code == 200
    assert len(made) == 1

"""The pages in a real browser: nothing that it complains of, what keys do, a narrow screen, no script at all."""

import os
import pathlib
import shutil
import socket
import threading
import time

import pytest
import uvicorn

from mandates.web.application import make
from mandates.web.site import Site
from tests.web import browser as driver
from tests.web.conftest import HOSTILE_SYMBOL, NOW

pytestmark = pytest.mark.skipif(driver.PROGRAM is None, reason="no Chromium here")

PATHS = [
    "/", "/items", "/items?owner=nobody", "/m/A/RES/71/500/8", f"/m/{HOSTILE_SYMBOL}/1", f"/r/{HOSTILE_SYMBOL}",
    "/resolutions", "/s", "/s/GA/73?compare=75", "/forecast", "/cycles", "/owners", "/owners/Secretary-General",
    "/review", "/history", "/search?q=report", "/add", "/help", "/settings", "/views", "/digest",
    "/enter?reference=A/RES/71/500%233", "/documents", "/stock", "/stock?heap=no_end&heap=done", "/series/A/RES/72/100",
    "/compare?newer=72/100", "/review?kind=match", "/review?kind=uncertain",
]  # fmt: skip

FAULTS = (pathlib.Path(__file__).parent / "faults.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Give one browser for all tests: to start it takes longer than most of them."""
    opened = driver.Browser(tmp_path_factory.mktemp("browser"))
    yield opened
    opened.close()


@pytest.fixture
def database(_queued, tmp_path):
    """Give the name of a register of one's own in which something of every kind waits."""
    return str(shutil.copy(_queued, tmp_path / "register.sqlite"))


@pytest.fixture
def place(database, browser):
    """Serve the register at an address, with the browser let in."""
    listening = socket.create_server(("127.0.0.1", 0))
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    site = Site(database=database, actor="Anna", clock=lambda: NOW, hosts=frozenset({host}))
    server = uvicorn.Server(uvicorn.Config(make(site), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    end = time.monotonic() + 10
    while not server.started and time.monotonic() < end:
        threading.Event().wait(0.01)
    browser.call("Network.clearBrowserCookies")
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    browser.open(f"http://{host}/in?token={site.token}")
    browser.complaints.clear()
    yield f"http://{host}"
    browser.open("about:blank")
    server.should_exit = True
    thread.join(10)
    listening.close()
    site.close()


LOOKS = [(360, "light"), (1280, "dark"), (1280, "light")]


def test_every_page_can_be_used_by_anybody(browser, place):
    found = {}
    for path in PATHS:
        browser.open(place + path)
        for width, scheme in LOOKS:
            browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            browser.call(
                "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 500
            )  # fmt: skip
            faults = browser.run(FAULTS)
            if faults:
                found[path, width, scheme] = faults
    browser.call("Emulation.clearDeviceMetricsOverride")
    assert found == {}
    assert browser.complaints == []


def test_keys_lead_through_a_list(browser, place):
    browser.open(f"{place}/items")
    browser.press("j")
    browser.press("j")
    second = browser.run("document.querySelectorAll('.row')[1].contains(document.activeElement)")
    browser.press("x")
    chosen = browser.run("document.querySelectorAll('.row')[1].querySelector('input').checked")
    browser.press("/")
    assert (second, chosen, browser.run("document.activeElement.id")) == (True, True, "find")
    browser.run("localStorage.setItem('keys', 'off'), document.activeElement.blur()")
    browser.press("/")
    assert browser.run("document.activeElement.id") == ""
    browser.run("localStorage.removeItem('keys')")


@pytest.mark.parametrize("script", [True, False])
def test_an_item_is_reported_and_taken_back(browser, place, script):
    browser.call("Emulation.setScriptExecutionDisabled", value=not script)
    browser.open(f"{place}/m/A/RES/71/500/8")
    browser.run(
        "document.querySelector('#report').open = true; document.querySelector('#r-document').value = 'A/73/328'"
    )
    browser.leave("document.querySelector('#report button').click()")
    assert "A/73/328" in browser.run("document.querySelector('table').innerText")
    assert "reported" in browser.run("document.querySelector('table').innerText")
    browser.leave("document.querySelector('.told .undo button').click()")
    assert "A/73/328" not in browser.run("document.querySelector('table').innerText")
    assert browser.complaints == []


def test_of_two_who_write_at_once_one_is_told(browser, place):
    """The same item in two pages: what the second has written is kept, and who was faster is said."""
    page = f"{place}/m/A/RES/71/500/8"
    browser.open(page)
    sent = "new URLSearchParams([...new FormData(document.querySelector('#note form')).entries(), ['note', 'first']])"
    browser.run(f"fetch('/do/note', {{method: 'POST', body: {sent}}}).then((answer) => answer.status)")
    browser.run("document.querySelector('#note').open = true; document.querySelector('#n-note').value = 'second'")
    browser.leave("document.querySelector('#note button').click()")
    assert "Anna changed it at 09:30 UTC: note: first" in browser.run(
        "document.querySelector('[role=alert]').innerText"
    )
    assert browser.run("document.querySelector('#n-note').value") == "second"
    browser.open(page)
    assert "first" in browser.run("document.querySelector('main').innerText")


def test_a_list_is_narrowed_without_loading_all_of_the_page(browser, place):
    browser.open(f"{place}/items")
    browser.run("window.same = true; document.querySelector('.facet a').click()")
    browser.until("document.querySelector('.facet a[aria-current]')")
    shown = browser.run("location.search")
    assert browser.run("window.same")
    assert shown
    assert shown in browser.run("document.querySelector('#foot .twins a').href")  # the foot goes with it
    browser.run("document.querySelector('.chip').click()")
    browser.until("!document.querySelector('.facet a[aria-current]')")
    browser.leave("history.back()")
    assert browser.run("location.search") == shown
    assert browser.run("document.querySelector('.facet a[aria-current]') !== null")
    assert browser.complaints == []


def test_a_refusal_is_shown_where_the_rest_of_the_page_stays(browser, place):
    browser.open(f"{place}/items")
    browser.run("document.querySelector('#f-due_session').value = 'soon'; window.same = true")
    browser.run("document.querySelector('.narrow button').click()")
    browser.until("document.querySelector('#main [role=alert]')")
    assert browser.run("window.same")
    assert browser.run("location.pathname + location.search") == "/items"
    assert [one for one in browser.complaints if "400" not in one] == []


AXE = os.environ.get("MANDATES_AXE")


@pytest.mark.skipif(AXE is None, reason="MANDATES_AXE does not name axe.min.js of npm's axe-core")
def test_axe_finds_nothing(browser, place):
    axe = pathlib.Path(AXE).read_text(encoding="utf-8")
    found = {}
    for path in PATHS:
        browser.open(place + path)
        browser.run(f"{axe}; 0")
        faults = browser.run(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
            ".then((told) => told.violations.map((one) => one.id + ': ' + one.nodes[0].html.slice(0, 150)))"
        )
        if faults:
            found[path] = faults
    assert found == {}


#: The script has taken over what the page shows: what is pressed now changes it in place.
TAKEN_OVER = (
    "document.querySelector('#queue [data-htmx-powered]')"
    " && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"
)


def test_the_queue_is_worked_through_with_keys(browser, place):
    def press(key, then):
        browser.until(TAKEN_OVER)
        browser.press(key)
        browser.until(then)

    browser.open(f"{place}/review")
    browser.run("window.same = true")
    first = browser.run("document.querySelector('#question').innerText")
    press("s", "document.querySelector('#queue .walk p')?.innerText.startsWith('2 ')")
    press("k", "document.querySelector('#queue .walk p')?.innerText.startsWith('1 ')")
    press("c", "document.querySelector('.told')")
    assert browser.run("document.querySelector('#question').innerText") != first
    browser.until("document.activeElement.id === 'question'")
    press("d", "document.querySelectorAll('#queue .chip').length < 4")
    press("u", "document.querySelector('#queue .walk p')?.innerText.endsWith('3')")
    assert browser.run("window.same")
    assert browser.complaints == []


def test_the_queue_is_worked_through_without_a_script(browser, place):
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(f"{place}/review?kind=renewal")
    browser.leave("document.querySelector('#queue .walk a').click()")
    browser.leave("document.querySelector('button[value=reject]').click()")
    assert "1 of 1" in browser.run("document.querySelector('#queue .walk').innerText")
    browser.leave("document.querySelector('.told button').click()")
    assert "of 2" in browser.run("document.querySelector('#queue .walk').innerText")


@pytest.mark.parametrize("script", [True, False])
def test_a_document_is_added_and_a_session_is_summed_up(browser, place, script, tmp_path):
    browser.call("Emulation.setScriptExecutionDisabled", value=not script)
    file = tmp_path / "A_RES_72_601.txt"
    file.write_text(
        "United Nations A/RES/72/601\n\nGeneral Assembly\nSeventy-second session\n\n"
        "Resolution adopted by the General Assembly on 4 December 2017\n\n72/601. A matter of order\n\n"
        "The General Assembly,\n\n"
        "1. Requests the Secretary-General to submit to it at its seventy-fourth session a report on the matter;\n",
        encoding="utf-8",
    )
    browser.open(f"{place}/add")
    root = browser.call("DOM.getDocument")["root"]["nodeId"]
    field = browser.call("DOM.querySelector", nodeId=root, selector="#files")["nodeId"]
    browser.call("DOM.setFileInputFiles", nodeId=field, files=[str(file)])
    browser.leave("document.querySelector('.drop button').click()")
    assert "1 new resolution" in browser.run("document.querySelector('.told').innerText")
    browser.open(f"{place}/s/GA/74")
    assert "A/RES/72/601" in browser.run("document.querySelector('main').textContent")
    assert browser.complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_several_items_are_changed_after_a_look(browser, place, script):
    browser.call("Emulation.setScriptExecutionDisabled", value=not script)
    browser.open(f"{place}/items?resolution=71/500")
    browser.run("document.querySelectorAll('input[name=item]').forEach((box) => box.click())")
    browser.run("document.querySelector('#bulk select').value = 'in_progress'")
    if script:  # what would change is shown beneath, without another page
        browser.run("document.querySelector('#bulk button').click()")
        browser.until("document.querySelector('#preview button[name=confirmed]')")
        assert browser.run("document.querySelector('h1').innerText") == "Items"
    else:
        browser.leave("document.querySelector('#bulk button').click()")
        assert browser.run("document.querySelector('h1').innerText") == "What would change"
    browser.leave("document.querySelector('button[name=confirmed]').click()")
    assert browser.run("document.body.innerText").count("in progress") >= 3
    browser.leave("document.querySelector('.told .undo button').click()")
    assert browser.run("document.querySelector('table').innerText").count("in progress") == 0

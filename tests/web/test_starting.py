"""Starting the site: what is loaded for it alone, what it prints, and what comes with it."""

import hashlib
import http.client
import pathlib
import re
import signal
import subprocess
import sys
import urllib.request

import pytest
from starlette.testclient import TestClient

from mandates.register import integrity
from mandates.store.engine import open_register
from mandates.web.application import make
from mandates.web.places import PLACES
from mandates.web.site import Site
from mandates.web.templates import STATIC
from tests.web.conftest import HOST, NOW

#: Loaded for the pages alone.
_OF_PAGES = ("starlette", "uvicorn", "anyio", "python_multipart", "argon2", "limits", "mandates.web")


@pytest.mark.parametrize("command", [["list"], ["summary", "GA", "73"], ["--help"], ["extract", "--help"]])
def test_no_other_command_loads_what_the_pages_need(command, database):
    program = f"""
import sys
from mandates.cli.main import main
try:
    main({[*command, *(["--db", database] if "--help" not in command else [])]!r})
except SystemExit:
    pass
print([name for name in sys.modules if name.startswith({_OF_PAGES!r})], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"


def test_serve_prints_the_address_and_answers_there_until_it_is_interrupted(database):
    command = [sys.executable, "-m", "mandates", "serve", "--db", database, "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            address = process.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/in\?token=\S{40,}", address)
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            with opener.open(address, timeout=30) as answer:
                assert "<h1><bdi>My day</bdi></h1>" in answer.read().decode()
        finally:
            process.send_signal(signal.SIGINT)
        rest, told = process.communicate(timeout=30)
    assert (rest, told) == ("", "")
    assert process.returncode == 0


def test_what_comes_from_others_is_what_they_published():
    listed = (STATIC / "vendor" / "SHA256SUMS").read_text(encoding="utf-8").split("\n")
    sums = dict(reversed(line.split("  ")) for line in listed if line)
    there = {
        path.relative_to(STATIC / "vendor").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (STATIC / "vendor").rglob("*")
        if path.is_file() and path.suffix in (".svg", ".js")
    }
    assert there == sums
    assert {f"icons/{place.icon}.svg" for place in PLACES if place.icon} <= set(there)


def test_nothing_is_fetched_from_elsewhere():
    for path in pathlib.Path(STATIC).parent.rglob("*"):
        if path.suffix in (".html", ".css", ".js") and "vendor" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(?:src|@import|url\()\W*https?:", text), path


def test_what_every_page_loads_is_small():
    assert sum((STATIC / name).stat().st_size for name in ("site.css", "site.js", "icon.svg")) < 60_000


#: A server that dies in the middle of a change: what is to be written is on its way, and nothing is kept yet.
_DIES = """
import os, sys
from mandates.register import projection
projection.refresh = lambda *_arguments, **_options: os._exit(9)
from mandates.cli.main import main
main(["serve", "--db", sys.argv[1], "--no-browser"])
"""


def test_a_server_that_dies_while_it_writes_leaves_all_as_it_was(database):
    before = shown(database)
    with subprocess.Popen([sys.executable, "-c", _DIES, database], stdout=subprocess.PIPE, text=True) as process:
        try:
            address = process.stdout.readline().strip()
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            opener.open(address, timeout=30).close()
            change = urllib.request.Request(
                f"{address.partition('/in')[0]}/do/status", b"reference=A/RES/71/500%238&status=in_progress"
            )
            with pytest.raises((OSError, http.client.HTTPException)):
                opener.open(change, timeout=30)
            assert process.wait(30) == 9
        finally:
            process.kill()
    assert shown(database) == before
    with open_register(database) as register, register.transaction() as connection:
        assert integrity.findings(connection) == []
    site = Site(database=database, actor="Anna", clock=lambda: NOW, hosts=frozenset({HOST}))
    with TestClient(make(site), base_url=f"http://{HOST}") as client:
        client.get(f"/in?token={site.token}")
        sent = {"reference": "A/RES/71/500#8", "status": "in_progress"}
        assert client.post("/do/status", data=sent).status_code == 200
    assert shown(database) != before


def shown(database):
    """Return all rows of the list, as a server that is started anew shows them."""
    site = Site(database=database, actor="Anna", clock=lambda: NOW, hosts=frozenset({HOST}))
    with TestClient(make(site), base_url=f"http://{HOST}") as client:
        client.get(f"/in?token={site.token}")
        return client.get("/items.json?all=1").json()

"""What the pages cost beside the register's own answers: ``python -m benchmarks.web REGISTER``.

Prints the time to the first byte and the size of each page, for the list and for an item compared with the same query
of the register in this process; and the time from `mandates serve` to its first page compared with the import of its
libraries. The register is one that `benchmarks.generate` made, or any other. With `--contend SECONDS` eight people read
and four repeatedly change one item, on a register that is not used for anything else.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, MutableMapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from benchmarks.timing import table
from mandates.register import lists, show
from mandates.web import addresses
from mandates.web.application import make
from mandates.web.pages.items import ROWS
from mandates.web.parameters import filters_of
from mandates.web.site import Site

_LIBRARIES = "import starlette.applications, uvicorn, sqlalchemy"


def median(do: Callable[[], object], runs: int) -> float:
    """Return the duration of a function in milliseconds: the median of `runs` runs after a warm-up."""
    do()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        do()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def first_page(database: str) -> float:
    """Return the time from the command to the first page, in milliseconds."""
    command = [sys.executable, "-m", "mandates", "serve", "--no-browser", "--db", database]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        address = process.stdout.readline().strip() if process.stdout else ""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with opener.open(address) as answer:
            answer.read()
        elapsed = 1000 * (time.perf_counter() - start)
        process.terminate()
    return elapsed


def beside(page: Callable[[], object], alone: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return the processor times of a page and of the same query of the register, in milliseconds.

    They are medians of alternating runs, so that other load on the machine affects both.
    """
    times: tuple[list[float], list[float]] = ([], [])
    page(), alone()
    for _ in range(runs):
        for do, series in zip((page, alone), times, strict=True):
            start = time.process_time()
            do()
            series.append(1000 * (time.process_time() - start))
    return statistics.median(times[0]), statistics.median(times[1])


def asking(app: Starlette, path: str, cookie: str) -> Callable[[], None]:
    """Return a function that requests a page from the application directly, without a network."""
    headers = [(b"host", b"benchmark"), (b"cookie", cookie.encode()), (b"accept-encoding", b"gzip")]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    loop = asyncio.new_event_loop()

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start" and message["status"] != HTTPStatus.OK:
            raise RuntimeError(f"{path}: {message['status']}")

    return lambda: loop.run_until_complete(app(dict(scope), receive, send))


def contend(database: str, seconds: float, readers: int = 8, writers: int = 4) -> None:
    """Read and change a register concurrently for some seconds, and print the results.

    Each writer increments a number in the note of the same item, if nobody else has changed it meanwhile (`If-Match`):
    in the end the number equals that of the successful changes, unless an update was lost.
    """
    site = Site(database=database, actor="benchmark", clock=lambda: dt.datetime.now(dt.UTC))
    site.sessions.add("in")
    app = make(site)

    def client() -> TestClient:
        return TestClient(app, cookies={site.cookie: "in"})

    row = client().get("/api/1/items?limit=1").json()["items"][0]
    item = f"/api/1/items/{row['id']}"
    pages = ("/items", addresses.of_mandate(row["reference"]), "/", "/api/1/items", "/review", "/history")
    times: list[float] = []
    statuses: Counter[int] = Counter()
    outcomes: Counter[str] = Counter()
    end = time.monotonic() + seconds
    editor = client()
    tag = editor.get(item).headers["etag"]
    editor.patch(item, json={"note": "0"}, headers={"If-Match": tag})

    def timed(do: Callable[[], Response]) -> Response:
        start = time.perf_counter()
        answer = do()
        times.append(1000 * (time.perf_counter() - start))
        statuses[answer.status_code] += 1
        return answer

    def read() -> None:
        browser = client()
        while time.monotonic() < end:
            for path in pages:
                timed(lambda path=path: browser.get(path))  # type: ignore[misc]

    def write() -> None:
        browser = client()
        while time.monotonic() < end:
            current = timed(lambda: browser.get(item))
            body = {"note": str(int(current.json()["note"]) + 1)}
            headers = {"If-Match": current.headers["etag"]}
            answer = timed(lambda: browser.patch(item, json=body, headers=headers))  # noqa: B023 - called at once
            outcomes["kept" if answer.status_code == HTTPStatus.OK else "refused"] += 1

    threads = [threading.Thread(target=worker) for worker in [read] * readers + [write] * writers]
    for worker in threads:
        worker.start()
    for worker in threads:
        worker.join()
    final = int(editor.get(item).json()["note"])
    faults = sum(number for status, number in statuses.items() if status >= HTTPStatus.INTERNAL_SERVER_ERROR)
    slowest = statistics.quantiles(times, n=100)[98]
    print(f"{readers} readers, {writers} writers, {seconds:.0f} s: {len(times):,} answers, p99 {slowest:.0f} ms")
    print(f"changes kept {outcomes['kept']:,}, refused as overtaken {outcomes['refused']:,}, in the register {final:,}")
    print(f"lost updates: {outcomes['kept'] - final}; answers with 5xx: {faults}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("register")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--contend", type=float, metavar="SECONDS", help="let readers and writers at it, on a copy")
    options = parser.parse_args()
    if options.contend:
        contend(options.register, options.contend)
        return
    site = Site(database=options.register, actor="benchmark", clock=lambda: dt.datetime.now(dt.UTC))
    site.sessions.add("in")
    app = make(site)
    client = TestClient(app, cookies={site.cookie: "in"})
    day = site.latest()

    def listed() -> list[str]:
        with site.register.transaction() as connection:
            rows = lists.list_obligations(connection, replace(filters_of(), settled=False, limit=ROWS + 1), day)
        return [row.reference for row in rows]

    reference = listed()[-1]

    def shown() -> object:
        with site.register.transaction() as connection:
            return show.mandate_view(connection, reference, day)

    symbol = reference.partition("#")[0]
    questions = {"/items": listed, addresses.of_mandate(reference): shown}
    other_pages = ("/", addresses.of_resolution(symbol), "/s/GA/80", "/owners", "/review", "/history", "/api/1/items")
    rows = []
    for path in (*questions, *other_pages):
        first_byte = median(lambda path=path: client.get(path), options.runs)  # type: ignore[misc]
        ratio = ""
        if path in questions:
            page, alone = beside(asking(app, path, f"{site.cookie}=in"), questions[path], 3 * options.runs)
            ratio = f"{page:.1f} / {alone:.1f} ms = {page / alone:.2f}"
        answer = client.get(path)
        sent = int(answer.headers.get("content-length", len(answer.content))) / 1000
        rows.append([path, f"{first_byte:.0f} ms", ratio, f"{len(answer.content) / 1000:.0f} kB", f"{sent:.0f} kB"])
    print(table(["page", "first byte", "CPU, page / register alone", "size", "as sent"], rows))
    libraries = median(lambda: subprocess.run([sys.executable, "-c", _LIBRARIES], check=True), options.runs)
    print(f"serve to first page: {first_page(options.register):.0f} ms; its libraries alone: {libraries:.0f} ms")


if __name__ == "__main__":
    main()

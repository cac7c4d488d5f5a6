"""What the pages cost beside the register's own answers: ``python -m benchmarks.web REGISTER``.

Prints for each page the time to its first byte and its size, for the list and for an item beside the same question put
to the register in this process; and how long `mandates serve` takes to its first page beside the import of the
libraries that it stands on. The register is one that `benchmarks.generate` made, or any other.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import replace

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
    """Return how long something takes, in milliseconds: the median of some runs, after one to warm up."""
    do()
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        do()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def first_page(database: str) -> float:
    """Return how long it takes from the command to the first page, in milliseconds."""
    command = [sys.executable, "-m", "mandates", "serve", "--no-browser", "--db", database]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        address = process.stdout.readline().strip() if process.stdout else ""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with opener.open(address) as answer:
            answer.read()
        taken = 1000 * (time.perf_counter() - begun)
        process.terminate()
    return taken


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("register")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    site = Site(database=options.register, actor="benchmark", clock=lambda: dt.datetime.now(dt.UTC))
    site.sessions.add("in")
    client = TestClient(make(site), cookies={site.cookie: "in"})
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
    beside = {"/items": listed, addresses.of_mandate(reference): shown}
    others = ("/", addresses.of_resolution(symbol), "/s/GA/80", "/owners", "/review", "/history", "/api/1/items")
    rows = []
    for path in (*beside, *others):
        taken = median(lambda path=path: client.get(path), options.runs)  # type: ignore[misc]
        alone = median(beside[path], options.runs) if path in beside else None
        size = len(client.get(path).content) / 1000
        rows.append([path, f"{taken:.0f} ms", f"{alone:.0f} ms" if alone else "", f"{size:.0f} kB"])
    print(table(["page", "page", "register alone", "size"], rows))
    libraries = median(lambda: subprocess.run([sys.executable, "-c", _LIBRARIES], check=True), options.runs)
    print(f"serve to first page: {first_page(options.register):.0f} ms; its libraries alone: {libraries:.0f} ms")


if __name__ == "__main__":
    main()

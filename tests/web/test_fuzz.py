"""What schemathesis makes up from the API's own description, for each role: refused or answered, never a fault.

It is not among what development installs, as it brings much: ``pip install schemathesis``, then
``pytest tests/web/test_fuzz.py``; ``MANDATES_EXAMPLES`` says how many requests of each kind (by default 20).
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings

from mandates.web.routes import API
from tests.web.test_team import browser, clock, invite, person, site  # noqa: F401 - fixtures

schemathesis = pytest.importorskip("schemathesis")

EXAMPLES = int(os.environ.get("MANDATES_EXAMPLES", "20"))


@pytest.mark.parametrize("role", ["anonymous", "reader", "editor", "admin"])
def test_nothing_that_is_made_up_is_a_fault(person, browser, role):  # noqa: F811 - fixtures
    described = person("reader", "Rea").get("/api/1/openapi.json").json()
    client = browser() if role == "anonymous" else person(role)
    client.follow_redirects = False
    asked = set()

    def ask(case):
        sent = {"headers": dict(case.headers or {})}
        if case.media_type == "application/json":
            sent["json"] = case.body if isinstance(case.body, (dict, list, str, int, float, bool, type(None))) else None
        elif case.media_type == "multipart/form-data":
            sent["files"] = {"files": ("a.txt", b"A/RES/71/900")}
        answer = client.request(case.method, case.formatted_path, params=dict(case.query or {}), **sent)
        asked.add((case.method, case.path))
        assert answer.status_code < 500, f"{case.method} {case.formatted_path} {case.query} {sent}"
        if role == "anonymous" and case.path != "/api/1/healthz":
            assert answer.status_code in (400, 401, 404, 405)

    for found in schemathesis.openapi.from_dict(described).get_all_operations():
        strategy = found.ok().as_strategy()
        settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )(given(strategy)(ask))()
    assert len(asked) == len(API)

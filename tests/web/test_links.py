"""A walk over every page: what each leads to is there, by links, forms, files and places within pages."""

import re
from urllib.parse import unquote, urlencode, urlsplit

from mandates.web.routes import ALL
from tests.web.outline import outline

#: So often the same page is looked at with other values of the same parameters.
_ALIKE = 1
#: More kinds of pages there are not, in so small a register.
_MOST = 600


def shape(address):
    """Return what addresses have in common that are the same page with other values of its parameters: filters that
    are joined are as good as the first of them.
    """
    parts = urlsplit(address)
    if form := re.search(r"\.(json|csv|ics)$", parts.path):
        return parts.path.split("/")[1].partition(".")[0], form[0]
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&") if pair})
    path = re.sub(r"^(/s/\w+/).*|^(/static/).*", r"\1\2", parts.path)
    return path, tuple(names[:1] if path.startswith("/items") else names)


def test_everything_leads_somewhere(queued):
    posts = [re.compile(re.sub(r"\\{\w+:\w+\\}", ".+", re.escape(one.path))) for one in ALL if one.method == "POST"]
    waiting, looked, places, forms = ["/"], {}, {}, set()
    while waiting:
        assert len(looked) < _MOST, "the walk has no end"
        whole = waiting.pop()
        address, _, place = whole.partition("#")
        if not address.startswith("/"):
            continue
        if place:
            places.setdefault(address, set()).add(unquote(place))
        of_its_kind = looked.setdefault(shape(address), {})
        if address in of_its_kind or len(of_its_kind) >= _ALIKE:
            continue
        answer = queued.get(address)
        of_its_kind[address] = answer
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        if "text/html" not in answer.headers["content-type"]:
            continue
        found = outline(answer.text)
        waiting += [address + link if link.startswith("#") else link for link in found.links]
        waiting += found.sources
        for method, action, fields in found.forms:
            forms.add((method, action))
            if method == "GET":
                waiting.append(f"{action}?{urlencode(fields)}")
    asked = {address: answer for several in looked.values() for address, answer in several.items()}
    for address, several in places.items():
        page = asked.get(address) or queued.get(address)
        missing = several - set(outline(page.text).ids)
        assert not missing, f"{address} has no {missing}"
    assert {method for method, _ in forms} == {"GET", "POST"}
    for method, action in forms:
        if method == "POST":
            assert any(pattern.fullmatch(action) for pattern in posts), f"no form can be sent to {action}"
    patterns = [re.sub(r"\{ending:ending\}", "", one.path) for one in ALL if one.method == "GET"]
    reached = {urlsplit(address).path for address in asked}
    unreached = [
        path for path in patterns
        if not path.startswith(("/api/", "/feed", "/files", "/people", "/tokens", "/sign", "/invitation"))
        and not any(re.fullmatch(re.sub(r"\{\w+:\w+\}", ".+", path), one) for one in reached)
    ]  # fmt: skip
    assert unreached == ["/sessions"]  # another name of /s

"""What a page holds, for those who do not look at it: headings, fields with their labels, links, forms."""

import html.parser


class Outline(html.parser.HTMLParser):
    """What matters of a page to those who do not see it."""

    VOID = frozenset(["meta", "link", "input", "br", "img", "hr", "wbr", "path", "circle", "rect", "line"])

    def __init__(self):
        super().__init__()
        self.headings, self.ids, self.labels, self.fields, self.links, self.open = [], [], [], [], [], []
        self.tables, self.captions, self.language, self.sources, self.forms = 0, 0, None, [], []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "html":
            self.language = values.get("lang")
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        if tag == "label":
            self.labels.append(values.get("for"))
        if tag in ("input", "select", "textarea") and values.get("type") != "hidden":
            self.fields.append((values.get("id"), "label" in self.open))
        if tag == "a":
            self.links.append(values.get("href"))
        if tag in ("link", "script", "img"):
            self.sources.append(values.get("href") or values.get("src"))
        if tag == "form":
            self.forms.append((values.get("method", "get").upper(), values.get("action"), []))
        if tag == "input" and "form" in self.open and values.get("type") not in ("checkbox", "radio"):
            self.forms[-1][2].append((values["name"], values.get("value", "")))
        self.tables += tag == "table"
        self.captions += tag == "caption"
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag, f"</{tag}> closes something else"


def outline(text):
    """Return the outline of a page, which is well formed."""
    found = Outline()
    found.feed(text)
    assert not found.open
    return found

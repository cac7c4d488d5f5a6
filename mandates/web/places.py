"""The main pages of the site: their names, which are their headings too, and what the help says of them."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Menu(enum.Enum):
    """The menu that has a link to a page."""

    MAIN = "main"
    OWN = "settings and help"


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the menus or the help link to.

    Attributes:
        name: its heading, and its name in the menu where `short` has no other.
        meaning: what it shows, for the help.
    """

    path: str
    name: str
    meaning: str = ""
    menu: Menu | None = None
    icon: str = ""
    short: str = ""


#: In the order of the menus and of the help.
PLACES = (
    Place("/", "My day", "What is late, due soon, not issued yet, or to be checked.", Menu.MAIN, "house"),
    Place(
        "/items",
        "Items",
        "Everything that is to be delivered, one row each; narrow the list, change one or many, save it as a "
        "spreadsheet or calendar.",
        Menu.MAIN,
        "list-checks",
    ),
    Place(
        "/resolutions",
        "Resolutions",
        "The text of each resolution, with its items beside their paragraphs.",
        Menu.MAIN,
        "landmark",
    ),
    Place(
        "/s",
        "Sessions",
        "What is due at a session, what it newly requested, and what was carried over; suitable for printing.",
        Menu.MAIN,
        "calendar-days",
    ),
    Place("/forecast", "Forecast", "What falls due by session and month.", Menu.MAIN, "calendar-clock"),
    Place(
        "/cycles",
        "Cycles",
        "Reporting and mandate cycles, like the tables of the Security Council's secretariat.",
        Menu.MAIN,
        "refresh-cw",
    ),
    Place("/owners", "Owners", "Who has to act, and how much is open.", Menu.MAIN, "users"),
    Place(
        "/review",
        "Review",
        "What you have to decide, one at a time: uncertain extractions, changed extractions, what documents answer, "
        "renewals.",
        Menu.MAIN,
        "scan-search",
    ),
    Place(
        "/documents",
        "Documents",
        "Reports and other documents, and the items that they may answer.",
        Menu.MAIN,
        "file-check",
    ),
    Place(
        "/stock",
        "Review of the stock",
        "Mandates grouped for a review of them all: done, expired, never reported, without an end, and others.",
        Menu.MAIN,
        "layers",
        short="Stock",
    ),
    Place("/history", "History", "Who changed what, when and why; any change can be taken back.", Menu.MAIN, "history"),
    Place("/add", "Add documents", "Documents to be read and stored.", Menu.MAIN, "upload", short="Add"),
    Place("/enter", "Enter a mandate", "A mandate that the program missed, or one of a text that is not stored."),
    Place("/digest", "Digest", "Which of your items are newly late, due soon, or changed by others."),
    Place("/views", "Saved views", "Filters saved under a name, for everybody."),
    Place(
        "/settings",
        "Settings",
        "Choose your owners, committees and views; switch keys off.",
        Menu.OWN,
        "settings",
    ),
    Place("/help", "Help", menu=Menu.OWN, icon="circle-help"),
)


def name_of(path: str) -> str:
    """Return the name of the page at a path: its heading, and its title in the browser."""
    return next(place.name for place in PLACES if place.path == path)

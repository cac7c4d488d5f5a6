"""Groups of deliverables. Their words are in `mandates/lexicon/deliverables.toml`."""

from __future__ import annotations

#: A body is informed, in writing or orally: a request for one is met and renewed by the other.
REPORTS = ("report", "briefing")
#: A body expects these even if the text sets no time.
REPORTS_AND_REVIEWS = (*REPORTS, "review")
#: These last until something ends them.
LASTING = ("establish", "extension")

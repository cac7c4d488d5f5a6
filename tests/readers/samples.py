"""A resolution written for tests, in the forms that files have."""

from __future__ import annotations

import io
import zipfile

from benchmarks.printed import as_pdf

SYMBOL = "A/RES/77/901"

TEXT = """United Nations\tA/RES/77/901

General Assembly
Distr.: General
14 June 2023

Seventy-seventh session
Agenda item 18 (b)

Resolution adopted by the General Assembly on 9 June 2023

[on the report of the Second Committee (A/77/443/Add.2, para. 9)]

77/901. Harbours of small island developing States

The General Assembly,

Recalling its resolution 70/1 of 25 September 2015,

Noting with concern the damage that storms have done to harbours,

1.\tTakes note of the report of the Secretary-General;

2.\tRequests the Secretary-General to submit to the General Assembly at its seventy-ninth session a report on the \
implementation of the present resolution;

3.\tInvites the regional commissions:

(a)\tTo share their experience with Member States;

(b)\tTo hold a workshop before the end of 2024;

4.\tDecides to include in the provisional agenda of its seventy-ninth session the item entitled “Harbours”.

75th plenary meeting
9 June 2023
"""

MARKDOWN = """# General Assembly

## Resolution adopted by the General Assembly on 9 June 2023

### 77/901. Harbours of small island developing States

*The General Assembly,*

*Recalling* its resolution [70/1](#) of 25 September 2015,<sup>1</sup>

1. *Requests* the Secretary-General to report to it at its seventy-ninth session.

---

<sup>1</sup> See A/70/PV.4.
"""


def pdf(text: str = TEXT) -> bytes:
    """Return `text` as a PDF."""
    return as_pdf(text.splitlines())


def archive(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as container:
        for name, data in members.items():
            container.writestr(name, data)
    return stream.getvalue()

"""Decisions of the General Assembly as its own system gives them."""

from __future__ import annotations

import datetime as dt
import io
import json

from mandates.domain.problems import Problem
from mandates.readers.document import Document
from mandates.readers.read import read_stream
from mandates.structure.parse import parse


def test_a_decision_becomes_a_document_with_its_masthead() -> None:
    item = {
        "ED_DecisionNumber": "81/572 B",
        "ED_Title": "Small  bridges",
        "ED_AgendaItem": "19 (d)",
        "ED_OriginatingBody": "Third Committee",
        "ED_DecisionText": "\nAt its 43rd plenary meeting, on 6 November 2026, the General Assembly decided to meet.\n",
    }
    data = json.dumps([item, {"ED_DecisionNumber": 5}]).encode()
    document, problem = read_stream(io.BytesIO(data), "decisions.json")
    assert isinstance(document, Document)
    (found,) = parse(document).resolutions
    assert (found.symbol, found.title, found.agenda_items) == ("A/DEC/81/572 B", "Small bridges", ("19 (d)",))
    assert (found.committee, found.adopted_on) == ("Third Committee", dt.date(2026, 11, 6))
    assert isinstance(problem, Problem)
    assert problem.code == "json.not_a_reading"

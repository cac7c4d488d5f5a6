"""The schema of the public data as JSON Schema, one document for each sort of record; shipped in `data`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from mandates.schema.checking import CheckView
from mandates.schema.cycles import CycleLine
from mandates.schema.documents import DocumentReadingRecord, ProposalRecord
from mandates.schema.forecasts import ForecastView
from mandates.schema.history import EventRow
from mandates.schema.items import ObligationRow
from mandates.schema.lineage import ComparisonView, SeriesView
from mandates.schema.lists import OwnerRow, RedatedRow, ResolutionRow, SessionRow
from mandates.schema.mandates import MandateView, SuggestionRow
from mandates.schema.readings import ReadingRecord
from mandates.schema.renewals import RenewalRow
from mandates.schema.stock import StockView
from mandates.schema.summaries import Burden, SessionSummary

#: Each sort of record that commands write, by the name of its schema.
RECORDS: Mapping[str, type[msgspec.Struct]] = {
    "reading": ReadingRecord,
    "document": DocumentReadingRecord,
    "proposal": ProposalRecord,
    "obligation": ObligationRow,
    "mandate": MandateView,
    "suggestion": SuggestionRow,
    "event": EventRow,
    "resolution": ResolutionRow,
    "owner": OwnerRow,
    "session": SessionRow,
    "redated": RedatedRow,
    "summary": SessionSummary,
    "burden": Burden,
    "forecast": ForecastView,
    "cycle": CycleLine,
    "comparison": ComparisonView,
    "series": SeriesView,
    "renewal": RenewalRow,
    "check": CheckView,
    "stock": StockView,
}
#: The description of the only key that is not a field: the tag that distinguishes sorts of records.
_SORT = "Which sort of record it is."
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each sort of record, by name: of what is written, where every key is present."""
    return {name: _schema(name, kind) for name, kind in RECORDS.items()}


def schema_texts() -> dict[str, str]:
    """Return the text of the file of each schema, by name."""
    return {name: json.dumps(schema, indent=2) + "\n" for name, schema in schemas().items()}


def _schema(name: str, kind: type[msgspec.Struct]) -> dict[str, Any]:
    (reference,), definitions = msgspec.json.schema_components([kind])
    as_written = {definition: _as_written(schema) for definition, schema in definitions.items()}
    return {"$schema": _DIALECT, "title": name, **reference, "$defs": as_written}


def _as_written(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with all its keys required, and without what stands for missing ones."""
    if "properties" not in schema:
        return schema
    properties = {
        key: {
            "description": _SORT,
            **{keyword: value for keyword, value in property_schema.items() if keyword != "default"},
        }
        for key, property_schema in schema["properties"].items()
    }
    return {**schema, "properties": properties, "required": list(properties)}

"""Results as files: CSV for spreadsheets, JSON for programs.

Rule: a cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP CSV injection).
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, fields

import msgspec

from examserver.services.results import Result

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = tuple(field.name for field in fields(Result))


def results_csv(results: Sequence[Result]) -> bytes:
    """The results as CSV in UTF-8 with BOM, so that spreadsheets show Chinese names."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for result in results:
        writer.writerow(_cell(value) for value in asdict(result).values())
    return text.getvalue().encode("utf-8-sig")


def results_json(results: Sequence[Result]) -> bytes:
    """The results as a JSON list; points are decimal strings."""
    return msgspec.json.format(msgspec.json.encode(results))


def _cell(value: object) -> str:
    """The text of a cell; numbers, also negative ones, stay numbers."""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text

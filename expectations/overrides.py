"""Let one expectation of one table fail for a night, where a person answers for it.

The file is written by hand and kept under version control. An entry that lacks its person, its
reason or its last day, that has expired, or that names no expectation there is, has no effect and
is told of, and so is one for longer than a month; the others are published with what they let
through.
"""

import datetime as dt
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints, ValidationError

from expectations.results import Override
from expectations.toml_file import wrong

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ENTRIES = "override"
LONGEST_DAYS = 31
Found = tuple[tuple[Override, ...], tuple[str, ...]]


class Written(Override):
    """An override as the file has it; nothing in it may be empty."""

    table: Words
    expectation: Words
    person: Words
    reason: Words


def read_overrides(
    path: Path | None, today: dt.date, expected: Collection[tuple[str, str]]
) -> Found:
    """Return the overrides that are in force, and why each other one is not.

    Args:
        path: The file; None or an absent one has no overrides.
        today: The day; an override is in force until the end of the day it expires.
        expected: Every table with the name of one of its expectations.
    """
    if path is None or not path.exists():
        return (), ()
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return (), (f"{path.name}: not TOML: {error}",)
    entries = document.pop(ENTRIES, [])
    refused = [f"{path.name}.{key}: no such key, allowed: [[{ENTRIES}]]" for key in document]
    if not isinstance(entries, list):
        return (), (*refused, f"{path.name}.{ENTRIES}: expected [[{ENTRIES}]], found {entries!r}")
    in_force: list[Override] = []
    for number, entry in enumerate(entries, start=1):
        where = f"{path.name}: {ENTRIES} {number}"
        try:
            written = Written.model_validate(entry)
        except ValidationError as error:
            refused += wrong(error, where)
            continue
        reason = _no_effect(written, today, expected)
        if reason:
            refused.append(f"{where}: {reason}")
        else:
            in_force.append(Override(**written.model_dump()))
    return tuple(in_force), tuple(refused)


def _no_effect(
    override: Override, today: dt.date, expected: Collection[tuple[str, str]]
) -> str | None:
    if override.expires < today:
        return f"expired on {override.expires}; {override.expectation!r} blocks again"
    last = today + dt.timedelta(days=LONGEST_DAYS)
    if override.expires > last:
        return f"expires on {override.expires}; expected {last} at the latest, and a new entry then"
    if override.table not in {table for table, _ in expected}:
        return f"no table {override.table!r}; expected one such as 'portfolio.portfolio_project'"
    is_known = (override.table, override.expectation) in expected
    return None if is_known else f"{override.table} has no expectation {override.expectation!r}"

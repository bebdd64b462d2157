"""Mutants that were reviewed and can never make another figure, each with its reason."""

import tomllib
from functools import cache
from pathlib import Path

from benchmarks.sql_mutation.judging import Judged

LISTED = Path(__file__).with_name("equivalent.toml")


@cache
def listed() -> dict[tuple[str, str, str, str], str]:
    """Return the reason of each, by model, change, line and what was there."""
    written = tomllib.loads(LISTED.read_text("utf-8"))["mutant"]
    return {
        (each["model"], each["change"], each["line"], each["before"]): each["because"]
        for each in written
    }


def reason_of(judged: Judged) -> str:
    """Return why a mutant is equivalent, empty where nobody says that it is."""
    key = (judged.model, judged.site.operator, judged.text, judged.before)
    return listed().get(key, "")

"""Prove that every published figure of a company is the sum of its declared parts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from nightly import Company

from pipelines.lib.provenance.composition.tables import COMPOSITION
from pipelines.lib.provenance.composition.words import Measures
from pipelines.lib.provenance.walk import Walk
from pipelines.lib.provenance.walked import Level
from pipelines.lib.releases.readable import Readable, readable
from pipelines.lib.releases.release import named_release
from sources.settings import load_settings

Measured = tuple[str, str]


@contextmanager
def opened(company: Company) -> Iterator[Readable]:
    """Open all tables of the current release."""
    settings = load_settings(company.folder / "evenkeel.toml")
    release = named_release(company.releases, "current")
    with readable(settings, release, ("finance", "people")) as tables:
        yield tables


def levels(
    company: Company, composition: Mapping[str, Measures] = COMPOSITION
) -> dict[Measured, Level]:
    """Return every measure of all rows with one level of parts below it."""
    with opened(company) as tables:
        return {
            (table, measure): Walk(tables, examples=5, deepest=1).start(table, measure, None)
            for table, measures in composition.items()
            for measure in measures
        }


def unproved(found: dict[Measured, Level]) -> dict[Measured, object]:
    """Return the measures that differ from their parts somewhere, or were not compared.

    An amount that is not known has no rule that says it.
    """
    return {
        (table, measure): level.differing or f"{level.checked_rows} of {level.rows} compared"
        for (table, measure), level in found.items()
        if level.differing_rows
        or (
            COMPOSITION[table][measure].parts
            and COMPOSITION[table][measure].only == "true"
            and level.checked_rows < level.rows - level.unknown_rows
        )
    }

"""What changed between the sample company's two nights, and why, as an operator asks it."""

from decimal import Decimal

import pytest
from changed_night import Changed

from pipelines.lib.releases.between import release_difference
from pipelines.lib.releases.release import named_release
from sources.settings import load_settings

pytestmark = pytest.mark.warehouse


@pytest.fixture(scope="module")
def people(changed: Changed) -> dict:
    """The difference as readers of people's figures may see it."""
    ended = changed.company.ask("releases", "diff", "--audience", "people", "--json")
    assert ended.code == 0, ended.told
    return ended.outcome


def test_the_difference_names_the_entry_that_changed_and_its_hours(changed: Changed) -> None:
    before, releases = changed.exported[0], changed.company.releases

    (entries,) = release_difference(
        load_settings(changed.company.folder / "evenkeel.toml"),
        named_release(releases, "previous"),
        named_release(releases, "current"),
        audience="people",
        table="fct_time_entry",
        examples=10_000,
    ).tables_changed

    # One entry was edited; others have another project, known to two systems now.
    assert (entries.columns_changed["hours"], entries.columns_changed["row_hash"]) == (1, 1)
    cells = {
        (example.known_as["time_entry_id"], cell.column): (cell.before, cell.after)
        for example in entries.examples
        for cell in example.cells
        if example.change == "changed"
    }
    was, now = cells[before["time_entry_id"], "hours"]
    assert (Decimal(was or 0), Decimal(now or 0)) == (Decimal(before["hours"]), Decimal("7.25"))
    assert (before["time_entry_id"], "delivery_id") in cells


def test_totals_and_periods_add_up_to_what_both_releases_hold(
    changed: Changed, people: dict
) -> None:
    ((now,),) = changed.company.query("select sum(hours) from fct_time_entry", "people")

    entries = next(t for t in people["tables_changed"] if t["table"] == "fct_time_entry")

    hours = next(total for total in entries["totals"] if total["column"] == "hours")
    assert (Decimal(hours["before"]), Decimal(hours["after"])) == (changed.hours_before, now)
    by_period = [
        Decimal(total["difference"])
        for period in entries["periods"]
        for total in period["totals"]
        if total["column"] == "hours"
    ]
    assert sum(by_period) == now - changed.hours_before == Decimal(hours["difference"])


def test_reasons_are_deliveries_and_configuration_not_code_or_day(people: dict) -> None:
    reasons = people["reasons"]

    assert not reasons["code_changed"]
    assert not reasons["as_of_date_changed"]
    assert reasons["configuration_changed"]["systems.acquired.kind"] == ["nothing", "canonical"]
    delivered = {
        (each["system"], each["table"], each["number"]): (
            each["appended_rows"],
            each["deleted_rows"],
            each["quarantined_rows"],
        )
        for each in reasons["deliveries_added"]
    }
    # One entry edited and one added, one deleted; and of the invoices one.
    assert delivered["exports", "time_entries", 2] == (2, 1, 0)
    assert delivered["exports", "invoices", 2] == (1, 0, 0)
    assert delivered["acquired", "cost_rates", 1][2] == 1
    assert reasons["deliveries_removed"] == []


def test_an_audience_is_shown_its_own_tables_and_told_which_others_changed(
    changed: Changed,
) -> None:
    ended = changed.company.ask("releases", "diff", "previous", "current", "--json")

    found = ended.outcome
    shown = {table["table"] for table in found["tables_changed"]}
    assert "fct_time_entry" not in shown | set(found["tables_unchanged"])
    assert found["unseen"]["fct_time_entry"] == ["people"]
    refused = changed.company.ask("releases", "diff", "--table", "fct_time_entry")
    assert refused.code == 1
    assert "--table: found 'fct_time_entry', allowed for --audience portfolio" in refused.told


def test_a_person_reads_what_changed_and_lists_the_releases(changed: Changed) -> None:
    told = changed.company.ask("releases", "diff", "--table", "portfolio_project").told
    listed = changed.company.ask("releases").told
    programs = changed.company.ask("releases", "--json").outcome

    assert "code           the same" in told
    assert "systems.acquired.entity: nothing -> HV-DE" in told
    assert "portfolio_project  7 -> 8 rows: " in told
    assert "budget_used_share: " in told
    assert "7,533.60   15,069.20    +7,535.60" in told
    assert listed.count("2026-07-31") == 2
    assert [each["release_id"] for each in programs][-1] == changed.company.current()


def test_a_release_that_is_not_there_is_refused_with_those_that_are(changed: Changed) -> None:
    ended = changed.company.ask("releases", "diff", "1999", "current")

    assert ended.code == 1
    assert "no release is or begins with '1999'; expected current, previous or an id" in ended.told
    assert str(changed.company.current()) in ended.told

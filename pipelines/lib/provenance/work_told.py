"""The time by which an obligation was earned that is paid for by what is worked."""

from collections.abc import Iterable

from pipelines.lib.provenance.posting_told import money, number
from pipelines.lib.releases.readable import Cells, Readable
from sources.casting import literal

EVENTS, ENTRIES = "fct_revenue_event", "fct_time_entry"
COUNTED = "is_billable and approval_state = 'approved'"


def work_told(readable: Readable, table: str, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, for postings by the right to invoice, which time entries earned them.

    It is the project's approved billable time after the posting before until the day that was
    measured, as the release has it: an entry that was changed later is as it was changed.

    Args:
        readable: The tables of the release.
        table: The table of postings.
        keys: The keys of the postings.
    """
    if table != EVENTS:
        return {}
    asked = _asked(readable, list(keys))
    if ENTRIES not in readable:
        readers = " or ".join(readable.readers(ENTRIES))
        return {str(row["key"]): (f"its time entries are for {readers}",) for row in asked}
    return {str(row["key"]): _sentences(readable, row) for row in asked}


def _asked(readable: Readable, keys: list[str]) -> list[Cells]:
    """Return those of the postings that time earned, with the day of the posting before."""
    events = readable.relation(EVENTS)
    return readable.rows(
        f"""
        select posted.revenue_event_key as key, posted.project_key, posted.service_date as until,
            max(earlier.service_date) as since
        from {events} as posted
        left join {events} as earlier
            on earlier.performance_obligation_key = posted.performance_obligation_key
            and earlier.service_date < posted.service_date
        where posted.revenue_event_key in (select unnest(?))
            and posted.source_table = 'performance_obligations'
            and posted.revenue_method = 'right_to_invoice'
            and posted.project_key is not null and posted.adjustment_type is null
        group by all
        """,
        [keys],
    )


def _sentences(readable: Readable, row: Cells) -> tuple[str, ...]:
    conditions = [
        f"project_key = {literal(str(row['project_key']))}",
        *([f"service_date > '{row['since']}'"] if row["since"] else []),
        f"service_date <= '{row['until']}'",
        COUNTED,
    ]
    chosen = f"from {ENTRIES} where {' and '.join(conditions)}"
    counted = readable.rows(
        f"select bill_currency_code as currency, count(*) as entries, sum(hours) as hours, "
        f"sum(billable_transaction_amount) as amount from {readable.relation(ENTRIES)} "
        f"where {' and '.join(conditions)} group by all order by all"
    )
    since = f"after {row['since']} " if row["since"] else ""
    worked = "; ".join(
        f"{each['entries']} entries, {number(each['hours'])} hours, "
        f"{money(each['amount'], each['currency'])}"
        for each in counted
    )
    reader = next(each for each in readable.audiences if each in readable.readers(ENTRIES))
    return (
        (
            f"the project's approved billable time {since}until {row['until']}, as it is now: "
            f"{worked or 'none'}"
        ),
        (
            f"which are: evenkeel query --release {readable.release.release_id} "
            f'--audience {reader} "{chosen}"'
        ),
    )

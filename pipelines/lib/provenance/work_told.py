"""The work by which an obligation was earned: time that is paid for, or a project's cost."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.lib.provenance.posting_told import money, number
from pipelines.lib.releases.readable import Cells, Readable
from sources.casting import literal

EVENTS = "fct_revenue_event"


@dataclass(frozen=True)
class Work:
    """Rows that measure what is earned: where they are, which count, and what they come to.

    They are of days that are `since`, > or >=, the day that the column `day` of a posting names.
    """

    table: str
    called: str
    where: str
    currency: str
    amount: str
    since: str
    day: str
    says: str = ""


TIME = Work(
    table="fct_time_entry",
    called="the project's approved billable time",
    where="is_billable and approval_state = 'approved'",
    currency="bill_currency_code",
    amount="billable_transaction_amount",
    since=">",
    day="before",
)
COST = Work(
    table="fct_project_cost",
    called="the project's cost",
    where="true",
    currency="functional_currency_code",
    amount="cost_functional_amount",
    since=">=",
    day="measured_from",
    says="; what was rejected, wasted or not installed measures nothing",
)
WORK = {"right_to_invoice": TIME, "cost_to_cost": COST, "hours": COST}


def work_told(readable: Readable, table: str, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, for postings that are measured by work, which rows of work those are.

    What is paid by time was earned by the project's approved billable time after the posting before
    until the day that was measured, what is measured by cost or hours by the project's from the day
    its progress is measured from, as the release has it: a row that was changed later is as it was
    changed.

    Args:
        readable: The tables of the release.
        table: The table of postings.
        keys: The keys of the postings.
    """
    if table != EVENTS:
        return {}
    return {
        str(row["key"]): _sentences(readable, row, WORK[str(row["revenue_method"])])
        for row in _asked(readable, list(keys))
    }


def _asked(readable: Readable, keys: list[str]) -> list[Cells]:
    """Return those of the postings that work earned, with the day of the posting before."""
    events = readable.relation(EVENTS)
    methods = ", ".join(literal(method) for method in WORK)
    return readable.rows(
        f"""
        select posted.revenue_event_key as key, posted.revenue_method, posted.project_key,
            posted.measured_from, posted.service_date as until, max(earlier.service_date) as before
        from {events} as posted
        left join {events} as earlier
            on earlier.performance_obligation_key = posted.performance_obligation_key
            and earlier.service_date < posted.service_date
        where posted.revenue_event_key in (select unnest(?))
            and posted.source_table = 'performance_obligations'
            and posted.revenue_method in ({methods})
            and posted.project_key is not null and posted.adjustment_type is null
        group by all
        """,
        [keys],
    )


def _sentences(readable: Readable, row: Cells, work: Work) -> tuple[str, ...]:
    if work.table not in readable:
        readers = " or ".join(readable.readers(work.table))
        return (f"the rows of {work.called} are for {readers}",)
    first = row[work.day]
    conditions = [
        f"project_key = {literal(str(row['project_key']))}",
        *([f"service_date {work.since} date '{first}'"] if first else []),
        f"service_date <= date '{row['until']}'",
        *([work.where] if work.where != "true" else []),
    ]
    where = " and ".join(conditions)
    counted = readable.rows(
        f"select {work.currency} as currency, count(*) as entries, sum(hours) as hours, "
        f"sum({work.amount}) as amount from {readable.relation(work.table)} "
        f"where {where} group by all order by all"
    )
    worked = "; ".join(
        f"{each['entries']} entries, {number(each['hours'])} hours, "
        f"{money(each['amount'], each['currency'])}"
        for each in counted
    )
    since = f"{'after' if work.since == '>' else 'from'} {first} " if first else ""
    reader = next(each for each in readable.audiences if each in readable.readers(work.table))
    return (
        f"{work.called} {since}until {row['until']}, as it is now: {worked or 'none'}{work.says}",
        (
            f"which are: evenkeel query --release {readable.release.release_id} "
            f'--audience {reader} "from {work.table} where {where}"'
        ),
    )

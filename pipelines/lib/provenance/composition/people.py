"""What the figures of people's time are made of; the words are those of `words.py`."""

from pipelines.lib.provenance.composition.words import (
    BOOKS,
    Measure,
    Measures,
    Rule,
    of_the_row,
    summed,
)

KEY = "person_week_key"
WEEKS, UNASSIGNED = "fct_resource_utilization_week", "fct_unassigned_time"
CLASSES = (
    *("billable_hours", "client_nonbillable_hours", "product_hours", "governance_hours"),
    *("presales_hours", "internal_hours", "bench_hours"),
)


def _unrecorded(books: str) -> Measure:
    """Return what unrecorded hours cost: to 6 places, then half up to the cent."""
    at_rate = (
        "cast(cast(figure.unrecorded_hours as decimal(20, 6)) "
        "* cast(figure.cost_rate as decimal(18, 6)) as decimal(28, 6))"
    )
    converted = (
        f"cast(cast({at_rate} as decimal(20, 6)) "
        f"* cast(figure.{books}_fx_rate as decimal(18, 9)) as decimal(28, 6))"
    )
    rule = Rule(
        f"cast(round({converted}, 2) as decimal(18, 2))",
        f"unrecorded hours at the cost rate of the last day, in the {books} currency",
        f"figure.cost_rate is not null and figure.{books}_fx_rate is not null",
    )
    return Measure(rules=(rule,))


def _weeks() -> dict[str, Measure]:
    """Return what a person's week is made of: the identity that C14 holds."""
    spent = dict.fromkeys(("holiday_hours", "leave_hours", "recorded_hours", "unrecorded_hours"), 1)
    net = Rule(
        "greatest(figure.capacity_gross_hours - figure.holiday_hours - figure.leave_hours, 0)",
        "gross capacity less holidays and leave, never below zero",
        "figure.capacity_gross_hours is not null",
    )
    plain = ("holiday_hours", "leave_hours", "recorded_leave_hours", "productive_hours")
    return {
        "capacity_gross_hours": of_the_row(WEEKS, KEY, **spent, overtime_hours=-1),
        "capacity_net_hours": Measure(rules=(net,)),
        "recorded_hours": of_the_row(WEEKS, KEY, **dict.fromkeys(CLASSES, 1)),
        **{name: Measure() for name in (*CLASSES, *plain, "unrecorded_hours", "overtime_hours")},
    }


def _unassigned() -> dict[str, Measure]:
    measures: dict[str, Measure] = {}
    for books in reversed(BOOKS):
        unmapped, bench = f"unmapped_cost_{books}_amount", f"bench_cost_{books}_amount"
        measures[f"unassigned_cost_{books}_amount"] = of_the_row(
            UNASSIGNED, KEY, **{unmapped: 1, bench: 1}
        )
        measures |= {unmapped: Measure(), bench: Measure()}
        measures[f"unrecorded_cost_{books}_amount"] = _unrecorded(books)
    for hours in ("unrecorded_hours", "bench_hours"):
        measures[hours] = summed(WEEKS, hours, KEY)
    return {**measures, "unmapped_hours": Measure(), "uncosted_hours": Measure()}


def people_tables() -> dict[str, Measures]:
    """Return what the tables of people's time are made of."""
    return {WEEKS: _weeks(), UNASSIGNED: _unassigned()}

"""What the figures of people's time are made of; the words are those of `composition.py`."""

from pipelines.lib.composition import BOOKS, Measure, Measures, Rule, of_the_row, summed

TABLE, KEY = "fct_unassigned_time", "person_week_key"


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


def people_tables() -> dict[str, Measures]:
    """Return what the tables of people's time are made of."""
    measures: dict[str, Measure] = {}
    for books in reversed(BOOKS):
        unmapped, bench = f"unmapped_cost_{books}_amount", f"bench_cost_{books}_amount"
        measures[f"unassigned_cost_{books}_amount"] = of_the_row(
            TABLE, KEY, **{unmapped: 1, bench: 1}
        )
        measures |= {unmapped: Measure(), bench: Measure()}
        measures[f"unrecorded_cost_{books}_amount"] = _unrecorded(books)
    for hours in ("unrecorded_hours", "bench_hours"):
        measures[hours] = summed("fct_resource_utilization_week", hours, KEY)
    return {TABLE: {**measures, "unmapped_hours": Measure(), "uncosted_hours": Measure()}}

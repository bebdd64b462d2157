"""The SQL of exact amounts, as the models compute them, and of what is read beside a figure."""

from pipelines.lib.provenance.composition.words import ENTITY, MONTH, PERIOD, Beside, Rule


def _mean(total: str, count: str) -> str:
    """Return the SQL of an exact quotient, half up to the cent; null where nothing is counted."""
    cents = f"cast(abs(cast({total} as decimal(28, 2))) * 100 as hugeint) * 2 + {count}"
    return (
        f"cast(sign({total}) * cast(({cents}) // nullif({count} * 2, 0) as decimal(18, 0)) "
        "* cast(0.01 as decimal(3, 2)) as decimal(18, 2))"
    )


def known_on() -> Beside:
    """Return the day that a figure of an entity's period is told of, its last or the as-of day."""
    return Beside("known_on", "max(other.as_of_date)", "fct_working_capital_month", MONTH)


def average(measure: str, *partition: str) -> tuple[Rule, tuple[Beside, ...]]:
    """Return the monthly average of a measure of the last twelve periods that are over."""
    over = f"over (partition by {', '.join(f'figure.{each}' for each in partition)} "
    spans = {"this": "11 preceding and current row", "before": "12 preceding and 1 preceding"}
    ended = "coalesce(max(other.period_end_date) <= figure.known_on, not figure.is_running_period)"
    period = ((PERIOD, "other.period_code"), ENTITY)
    beside = (
        *(
            Beside(
                f"{kind}_{name}",
                f"{sql} {over} order by figure.{PERIOD} rows between {span})",
            )
            for name, span in spans.items()
            for kind, sql in (("sum", f"sum(figure.{measure})"), ("rows", "count(*)"))
        ),
        known_on(),
        Beside("is_over", ended, "dim_accounting_period", period),
    )
    quotients = [_mean(f"figure.sum_{name}", f"figure.rows_{name}") for name in spans]
    rule = Rule(
        f"case when figure.is_over then {quotients[0]} else {quotients[1]} end",
        f"the average {measure} of the last twelve periods that are over, or as many as there are",
    )
    return rule, beside


def exactly(amount: str, rate: str, places: int = 9) -> str:
    """Return the SQL of an exact product of two decimals, half up to 6 places."""
    factors = f"cast({amount} as decimal(20, 6)) * cast({rate} as decimal(18, {places}))"
    return f"cast({factors} as decimal(28, 6))"


def posted(amount: str) -> str:
    """Return the SQL of an amount as it is posted: half up to the cent."""
    return f"cast(round({amount}, 2) as decimal(18, 2))"


def posted_share(amount: str, part: str, whole: str) -> str:
    """Return the SQL of `amount * part / whole`, neither of both below zero, as it is posted."""
    units = [f"cast(cast({each} as decimal(28, 6)) * 1000000 as hugeint)" for each in (part, whole)]
    cents = f"cast(abs({amount}) * 100 as hugeint) * {units[0]} * 2 + {units[1]}"
    return (
        f"cast(sign({amount}) * cast(({cents}) // ({units[1]} * 2) as decimal(18, 0)) "
        "* cast(0.01 as decimal(3, 2)) as decimal(18, 2))"
    )

"""What is left of obligations' prices, when it is expected, booked and provided for, is made of.

What the words mean is in `words.py`.
"""

from pipelines.lib.provenance.composition.exact import exactly, known_on, posted
from pipelines.lib.provenance.composition.words import (
    CURRENCY,
    ENTITY,
    PERIOD,
    Beside,
    Measure,
    Measures,
    Parts,
    Rule,
    each_currency,
    of_the_row,
)

RPO, PROVISIONS = "fct_rpo_schedule", "fct_loss_provision"
BACKLOG, SCHEDULES = "fct_bookings_backlog_month", "fct_revenue_schedule"
MONTHS = "fct_revenue_po_month"
BANDS = (
    "within_1_year_amount",
    "within_2_years_amount",
    "later_amount",
    "without_date_amount",
)
END = "_functional_amount"
BY_OBLIGATION = (
    "each change of an obligation's part of the price is converted at the rate of the day it was "
    "agreed, which is not published; the prices are in fct_transaction_price_allocation"
)
BY_DAY = "the rest of the price is shared among periods by day, as the schedule's version plans it"
AS_IT_IS_NOW = (
    "it is the average of what was recognised in the last twelve periods that are over, of closed "
    "ones as it comes to now; what each recognised is its backlog_burn"
)
ESTIMATED = "it is what the estimates then known say, less what was done since"


def _converted(measure: str, books: str) -> Measure:
    rate = f"figure.{books}_fx_rate"
    rule = Rule(
        posted(exactly(f"figure.{measure}", rate)),
        f"the amount in its own currency at the closing rate to the {books} currency",
        f"{rate} is not null",
    )
    return Measure((Parts(RPO, measure, ("rpo_key",)),), rules=(rule,))


def _rpo() -> Measures:
    remaining, on = "remaining_amount", ("contract_key", PERIOD)
    of_obligations = Parts(MONTHS, remaining, on, where="part.remaining_amount <> 0")

    def other_than(band: str) -> Measure:
        others = {each: -1 for each in BANDS if each != band}
        return of_the_row(RPO, "rpo_key", **{remaining: 1}, **others)

    return {
        remaining: Measure((of_obligations,)),
        **{band: other_than(band) for band in BANDS},
        "expedient_amount": Measure(),
        **{
            f"{name}_{books}_amount": _converted(f"{name}_amount", books)
            for name in ("remaining", "within_1_year")
            for books in ("reporting", "functional")
        },
    }


def _provisions() -> Measures:
    key, closing = "loss_provision_key", f"closing_provision{END}"
    opening, moved = f"opening_provision{END}", f"provision_movement{END}"
    at_completion, price = f"estimate_at_completion{END}", f"transaction_price{END}"
    rest, brings = f"remaining_cost{END}", f"remaining_price{END}"
    loses = f"figure.{at_completion} > figure.{price}"
    onerous = f"greatest(figure.{rest} - figure.{brings}, 0)"
    measured = "figure.not_measured_reason is null"
    provided = (
        Rule(onerous, "what the rest costs more than it brings", f"{measured} and {loses}"),
        Rule(
            f"case when figure.{closing} = 0 then 0 else {onerous} end",
            "what the rest costs more than it brings, "
            "or nothing by ASC 605-35, as the whole contract does not lose",
            measured,
        ),
        Rule(f"figure.{opening}", "what was provided for: the rest can not be measured"),
    )
    before = Beside(
        "before",
        f"lag(figure.{closing}, 1, 0) "
        f"over (partition by figure.contract_key order by figure.{PERIOD})",
    )
    last = Rule("figure.before", "what was provided for at the end of the last period before")
    expected = Rule(
        f"greatest(figure.{at_completion} - figure.{price}, 0)",
        "what the contract costs until it is done more than its price, never below zero",
        measured,
    )

    def of_this(*names: str, rules: tuple[Rule, ...]) -> Measure:
        signs = zip(names, (1, -1), strict=False)
        return Measure(tuple(Parts(PROVISIONS, each, (key,), s) for each, s in signs), rules=rules)

    cost, earned = f"cost_to_date{END}", f"revenue_to_date{END}"
    until = f"part.{PERIOD} <= figure.{PERIOD} and {measured}"
    to_date = Parts(MONTHS, f"revenue{END}", ("contract_key",), where=until)
    return {
        closing: of_this(rest, brings, rules=provided),
        moved: of_the_row(PROVISIONS, key, **{closing: 1, opening: -1}),
        opening: Measure(rules=(last,), beside=(before,)),
        f"expected_loss{END}": of_this(at_completion, price, rules=(expected,)),
        f"recognised_loss{END}": of_the_row(PROVISIONS, key, **{cost: 1, earned: -1}),
        at_completion: of_the_row(PROVISIONS, key, **{cost: 1, rest: 1}),
        price: of_the_row(PROVISIONS, key, **{earned: 1, brings: 1}),
        earned: Measure((to_date,), without_parts="null"),
        rest: Measure(why=ESTIMATED),
        **_priced(brings),
        cost: _spent(measured),
    }


def _spent(measured: str) -> Measure:
    """Return what the projects cost that deliver what a contract promises at a period's end."""
    of = "list(distinct other.project_key)"
    projects = Beside("projects", of, MONTHS, ("contract_key", PERIOD))
    until = (
        f"part.{PERIOD} <= figure.{PERIOD} and {measured} "
        "and list_contains(figure.projects, part.project_key)"
    )
    return Measure(
        (Parts("fct_project_cost", f"cost{END}", ("functional_currency_code",), where=until),),
        without_parts=f"case when {measured} then 0 end",
        beside=(projects,),
    )


def _priced(brings: str) -> dict[str, Measure]:
    """Return a contract's price, and what is left of it in the entity's currency."""
    on, measured = ("contract_key", PERIOD), "figure.not_measured_reason is null"
    rate = Beside(
        "fx_rate",
        "other.fx_rate",
        "fct_fx_rate",
        (
            (CURRENCY, "other.from_currency_code"),
            ("functional_currency_code", "other.to_currency_code"),
        ),
        "other.fx_rate_type = 'spot' and other.rate_date <= figure.known_on "
        "and other.valid_before > figure.known_on",
    )
    own = f"figure.{CURRENCY} = figure.functional_currency_code"
    left = "what is left of its obligations' prices"
    return {
        brings: Measure(
            (Parts(MONTHS, "remaining_amount", on, where=measured),),
            rules=(
                Rule(posted("figure.remaining"), left, f"{measured} and {own}"),
                Rule(
                    posted(exactly("figure.remaining", "figure.fx_rate")),
                    f"{left} at the exchange rate of the day",
                    f"{measured} and figure.fx_rate is not null",
                ),
            ),
            beside=(
                Beside("remaining", "sum(other.remaining_amount)", MONTHS, on),
                known_on(),
                rate,
            ),
        ),
        "transaction_price_amount": Measure(
            (Parts(MONTHS, "allocated_amount", on, where=measured),), without_parts="null"
        ),
    }


def _backlog(books: str) -> dict[str, Measure]:
    key, end = "bookings_backlog_month_key", f"_{books}_amount"
    closing, opening = f"closing_backlog{end}", f"opening_backlog{end}"
    closed, bookings = f"backlog_of_closed_periods{end}", f"bookings{end}"
    judged, burn = f"backlog_judged_anew{end}", f"backlog_burn{end}"
    exchange = f"backlog_exchange_difference{end}"
    kinds = [f"bookings_{kind}{end}" for kind in ("new", "modification")]
    footed = {opening: 1, closed: 1, bookings: 1, judged: 1, burn: -1, exchange: 1}
    recognised = Parts(
        "fct_revenue_event",
        f"revenue{end}",
        (ENTITY, "revenue_stream", PERIOD),
        where="part.performance_obligation_key is not null and part.allocated_amount is not null "
        "and coalesce(part.adjustment_type, 'reopened_period') = 'reopened_period'",
    )
    before = Beside(
        "before",
        f"lag(figure.{closing}, 1, 0) over ("
        f"partition by figure.{ENTITY}, figure.revenue_stream order by figure.{PERIOD})",
    )
    rule = Rule("figure.before", "the closing backlog of the period before, as it is published")
    return {
        closing: of_the_row(BACKLOG, key, **footed),
        opening: Measure(rules=(rule,), beside=(before,)),
        bookings: of_the_row(BACKLOG, key, **dict.fromkeys(kinds, 1)),
        burn: Measure((recognised,)),
        **{name: Measure(why=BY_OBLIGATION) for name in (*kinds, judged)},
        **{name: Measure() for name in (closed, exchange)},
    }


def _schedule() -> Measures:
    recognised, planned = "recognised_amount", "planned_amount"
    version = ("performance_obligation_key", "schedule_version")
    made_in = f"figure.planned_period = figure.{PERIOD}"
    until = Parts(
        MONTHS,
        "revenue_to_date_amount",
        ("performance_obligation_key", CURRENCY, PERIOD),
        where=made_in,
    )
    return {
        planned: Measure(why=BY_DAY),
        recognised: Measure((until,)),
        "allocated_amount": Measure(
            (Parts(SCHEDULES, recognised, version), Parts(SCHEDULES, planned, version))
        ),
    }


def obligation_tables() -> dict[str, Measures]:
    """Return what the tables of remaining prices, backlog and provisions are made of."""
    averaged = Measure(why=AS_IT_IS_NOW)
    return {
        RPO: _rpo(),
        PROVISIONS: _provisions(),
        BACKLOG: each_currency(_backlog) | {f"average_monthly_burn{END}": averaged},
        SCHEDULES: _schedule(),
    }

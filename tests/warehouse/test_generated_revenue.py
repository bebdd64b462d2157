"""Revenue of generated contracts: never more than the price, and all of it in the end."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from contract_history import SIGNED, contracts
from revenue_chain import RevenueChain

pytestmark = pytest.mark.warehouse

AS_OF = dt.date(2025, 12, 31)
MANY = 1500


def by_obligation(chain: RevenueChain) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
    found = defaultdict(list)
    for contract, obligation, *point in chain.rows(
        "int_revenue__accumulated",
        "contract_id, performance_obligation_id, known_on, measured_on, revenue_to_date_amount, "
        "allocated_amount",
    ):
        found[contract, obligation].append(tuple(point))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_revenue_never_exceeds_the_price_and_is_the_price_in_the_end(
    chain: RevenueChain, seed: int
) -> None:
    chain.run(contracts(seed, MANY).tables, as_of=AS_OF)
    assert chain.rows("int_contract_problems__listed", "*") == []

    in_the_end: dict[str, Decimal] = defaultdict(Decimal)
    for (contract, obligation), points in by_obligation(chain).items():
        for *_, revenue, allocated in points:
            assert min(0, allocated) <= revenue <= max(0, allocated), (contract, obligation)
        assert points[-1][2] == points[-1][3], (contract, obligation)
        in_the_end[contract] += points[-1][2]
    prices = chain.connection.execute(
        "select contract_id, arg_max(transaction_price, (version_number, valid_from)) "
        f"from {chain.places['int_contract_prices__dated']} group by contract_id"
    ).fetchall()
    assert dict(in_the_end) == dict(prices)


@pytest.mark.parametrize("seed", range(10, 12))
def test_postings_add_up_to_revenue_to_date_and_prices_move_no_cent_between_obligations(
    chain: RevenueChain, seed: int
) -> None:
    chain.run(contracts(seed, MANY).tables, as_of=AS_OF)

    posted: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for contract, obligation, amount in chain.rows(
        "int_revenue__posted", "contract_id, performance_obligation_id, revenue_amount"
    ):
        posted[contract, obligation] += amount
    points = by_obligation(chain)
    in_the_end = {key: rows[-1][2] for key, rows in points.items()}
    assert {key: posted[key] for key in in_the_end} == in_the_end
    assert set(posted) == set(in_the_end)
    for rows in points.values():
        for (known, measured, *_), (later_known, later_measured, *_) in pairwise(rows):
            assert (known, measured) < (later_known, later_measured)
    unequal = chain.connection.execute(
        f"""
        select * from (
            select contract_version_id, valid_from, sum(allocated_amount) as amount
            from {chain.places["int_obligation_prices__allocated"]} group by all
        ) as allocated
        inner join {chain.places["int_contract_prices__dated"]} as prices
            using (contract_version_id, valid_from)
        where amount <> transaction_price
        """
    ).fetchall()
    assert unequal == []


@pytest.mark.parametrize("days", [40, 140, 230])
def test_what_comes_later_changes_no_revenue_before_it(chain: RevenueChain, days: int) -> None:
    books, cut = contracts(days, MANY // 3), SIGNED + dt.timedelta(days=days)
    chain.run(books.tables, as_of=cut)
    then = by_obligation(chain)
    chain.run(books.tables, as_of=AS_OF)
    now = by_obligation(chain)

    for key, rows in then.items():
        changed = set(rows) - set(now[key])
        assert changed <= {row for row in rows if row[0] == row[1] == cut}

"""What the configuration says of overhead, as rows of the warehouse."""

from sources.cost_settings import Cost

POOL_COLUMNS = "cost_pool varchar, overhead_driver varchar, account_codes varchar"
RATE_COLUMNS = "cost_pool varchar, entity_code varchar, overhead_rate decimal(18, 6)"


def pool_rows(stated: Cost) -> list[tuple[object, ...]]:
    """Return a row for each pool that is named."""
    return [
        (pool.name, pool.driver, " ".join(sorted(pool.accounts)) or None) for pool in stated.pools
    ]


def rate_rows(stated: Cost) -> list[tuple[object, ...]]:
    """Return a row for each rate that is set in advance."""
    return [(pool.name, *rate) for pool in stated.pools for rate in pool.rates.items()]

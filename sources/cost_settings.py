"""The section of `evenkeel.toml` that says how overhead is spread."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sources.section import Code, Section

OverheadDriver = Literal["labour_cost", "hours", "headcount"]


class OverheadPool(Section):
    """A pool of overhead: what it is spread by, at which rates, and which accounts it is read from.

    `rates` are those set in advance, by entity; `accounts` take the place of suppliers' bills.
    """

    name: str
    driver: OverheadDriver | None = None
    rates: dict[Code, Annotated[Decimal, Field(ge=0)]] = Field(default_factory=dict)
    accounts: tuple[Code, ...] = ()


class Cost(Section):
    """How overhead is spread; `overhead_driver` is that of pools which say none."""

    overhead_driver: OverheadDriver = "labour_cost"
    pools: tuple[OverheadPool, ...] = ()

    @model_validator(mode="after")
    def _pools_and_accounts_are_named_once(self) -> "Cost":
        names = [pool.name for pool in self.pools]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise ValueError(f"pools: {', '.join(repeated)} is there twice")
        accounts = [account for pool in self.pools for account in pool.accounts]
        repeated = sorted({account for account in accounts if accounts.count(account) > 1})
        if repeated:
            raise ValueError(f"pools: account {', '.join(repeated)} is read twice")
        return self

    def check_entities(self, codes: list[str]) -> None:
        """Refuse a rate of an entity that is not among these.

        Raises:
            ValueError: There is one.
        """
        for pool in self.pools:
            for code in pool.rates:
                if code not in codes:
                    raise ValueError(
                        f"cost.pools.{pool.name}.rates: found {code!r}, allowed: {', '.join(codes)}"
                    )

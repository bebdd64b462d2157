"""The section of `evenkeel.toml` that says how overhead is spread."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

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

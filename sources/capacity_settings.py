"""The section of `evenkeel.toml` that says what people's hours are measured by."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from sources.section import Section

Category = Literal["delivery", "product", "governance", "presales", "internal", "bench"]
Share = Annotated[Decimal, Field(ge=0, le=1)]


class Capacity(Section):
    """What full time is, which time that nobody pays for is productive, and what roles aim at.

    `utilization_targets` has, by role, the share of their net capacity that is to be billable.
    """

    full_time_hours: Annotated[Decimal, Field(gt=0, le=168)] = Decimal(40)
    productive_categories: tuple[Category, ...] = ("product",)
    utilization_targets: dict[str, Share] = Field(default_factory=dict)

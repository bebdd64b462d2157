"""What revenue and its reconciliation to the ledger follow."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from sources.section import Control, Section


class Revenue(Section):
    """How revenue is computed.

    `progress_places` rounds progress, which is exact without it; `loss_provision` says by which
    standard losses of contracts are provided for; billable time that is not billed and older than
    `unbilled_expires_after_days` is expected to be billed no more.
    """

    progress_places: Annotated[int, Field(ge=0, le=6)] | None = None
    loss_provision: Literal["ias37", "asc605"] = "ias37"
    unbilled_expires_after_days: Annotated[int, Field(ge=0)] = 180


class Reconciliation(Section):
    """Who looks after the controls, what they may be off by, and what people explained of it."""

    owner: str = "finance"
    owners: dict[Control, str] = Field(default_factory=dict)
    tolerance: dict[Control, Annotated[Decimal, Field(ge=0)]] = Field(default_factory=dict)
    explanations: Path | None = None

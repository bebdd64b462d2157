"""A thing that is kept, and whether it may go: what retention judges and deleting takes."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["release", "landing", "replay", "report", "log", "run", "publication"]


class Judged(BaseModel):
    """A thing that is kept, and what of it goes, if anything does: its paths, bytes and why."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    name: str
    size: int
    goes: bool
    why: str
    paths: tuple[Path, ...] = ()
    # Runs that go from the orchestrator's history.
    runs: tuple[str, ...] = ()

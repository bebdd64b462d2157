"""Two nights of a small demo company on DuckDB, and what Spark builds of the raw rows of each."""

import datetime as dt
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from nightly import Company
from on_spark import build_on_spark

from pipelines.lib.handover import hand_over
from pipelines.lib.warehouse import warehouse_path
from sources.demo.plan import Plan
from sources.demo.write import write_demo
from sources.settings import load_settings

# Of the demo company; another one makes another company: `make test-spark SEED=11`.
SEED = int(os.environ.get("SEED", "7"))
# What is recorded, changed and closed between them is in the deliveries of the second.
NIGHTS = (dt.date(2026, 6, 26), dt.date(2026, 6, 30))

# The DuckDB file of a night, and the folder of what Spark built.
Built = tuple[Path, Path]


def build_nights(folder: Path, environment: Mapping[str, str]) -> list[Built]:
    """Run both nights on both engines; the second build of Spark follows on its first.

    Args:
        folder: Where all of it goes; Spark's is `<folder>/spark`.
        environment: Where dbt finds Spark, beside what this process has.
    """
    company, built = Company(folder / "company"), list[Built]()
    for night in NIGHTS:
        plan = Plan(people=8, years=1, seed=SEED).on(night)
        settings = load_settings(write_demo(company.folder, plan, lambda _: None))
        ended = company.run(as_of=f"{night}")
        assert ended.code == 0, ended.told
        hand_over(settings, folder / "handover")
        build_on_spark(folder / "handover", folder / "spark", environment=environment)
        kept = folder / f"{night}"
        kept.mkdir()
        shutil.copy(warehouse_path(settings), kept / "evenkeel.duckdb")
        (folder / "spark" / "out").rename(kept / "out")
        built.append((kept / "evenkeel.duckdb", kept / "out"))
    return built

"""Rebuild a release from what it was made from, in a folder of its own, and judge the result.

Nothing of the company is written: its landing and releases are read, its warehouse is not opened.
Comparing the result with the release belongs in `verdict.py`.
"""

import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import duckdb

from pipelines.lib.company import landing_of, releases_root
from pipelines.lib.configured import configuration_changes, configuration_record
from pipelines.lib.dbt import (
    DbtError,
    build_models,
    code_version,
    model_version,
    prepare_manifest,
    published_tables,
)
from pipelines.lib.ingest.known import load_known
from pipelines.lib.ingest.raw import create_raw_tables, load_landed
from pipelines.lib.ingest.reference import load_deliveries, load_reference
from pipelines.lib.releases.books import load_books
from pipelines.lib.releases.difference import Shown
from pipelines.lib.releases.known import KnownLanding
from pipelines.lib.releases.release import Release, ReleaseError, releases_of
from pipelines.lib.replay.verdict import TableVerdict, judge
from pipelines.lib.warehouse import open_warehouse, warehouse_path
from sources.configuration import Settings
from sources.system import tables_of

# How dbt tells of a model: "12:00:00  7 of 93 OK created sql table model marts.dim_date ...".
BUILT = re.compile(r"(\d+ of \d+) (?:OK|ERROR|SKIP)\S* .*?(\w+\.\w+)")


class Steps(Protocol):
    """Who is told how far a replay is."""

    def doing(self, what: str) -> None:
        """Take what is being done at this moment."""
        ...

    def done(self, what: str) -> None:
        """Take what is done, with what it counted."""
        ...


class Replay(Shown):
    """What a replay found; `is_equal` is true only where nothing at all differs.

    `folder` is what was kept: the rebuilt warehouse, where something differs or someone asked.
    """

    release_id: str
    is_equal: bool
    code_version: tuple[str, str]
    configuration_recorded: bool
    altered_files: tuple[str, ...]
    tables: tuple[TableVerdict, ...]
    folder: Path | None
    seconds: float


def replay(
    settings: Settings,
    release: Release,
    steps: Steps,
    *,
    with_this_code: bool = False,
    keep: bool = False,
    examples: int = 5,
) -> Replay:
    """Rebuild a release from its landed deliveries and compare every table with it.

    Args:
        settings: The company's configuration.
        release: The release.
        steps: Who is told how far it is.
        with_this_code: Go on although other code made the release.
        keep: Keep the rebuilt warehouse although everything is equal.
        examples: How many rows of each table to show at most.

    Raises:
        ReleaseError: Other code or another configuration made it, or a delivery is missing or can
            not be read.
        DbtError: The models could not be built; the folder with dbt's log is kept and named.
    """
    began = time.monotonic()
    here = code_version()
    _check_code(release, here, with_this_code=with_this_code)
    _check_configuration(settings, release)
    landing = KnownLanding(landing_of(settings), release)
    altered = _check_landing(settings, landing, steps)
    folder = _scratch(settings, release)
    left = folder
    try:
        verdicts = _rebuild(_in(settings, folder), release, landing, steps, examples)
        is_equal = not altered and all(each.is_equal for each in verdicts)
        left = folder if keep or not is_equal else None
    except DbtError as error:
        raise DbtError(f"{error}\nkept for you to look at: {folder}") from error
    except duckdb.Error as error:
        left = None
        said = "\n".join((str(error).splitlines()[0], *(f"altered {path}" for path in altered)))
        raise ReleaseError(f"release {release.release_id} can not be rebuilt: {said}") from error
    except BaseException:
        left = None
        raise
    finally:
        if left is None:
            shutil.rmtree(folder, ignore_errors=True)
    return Replay(
        release_id=release.release_id,
        is_equal=is_equal,
        code_version=(release.code_version, here),
        configuration_recorded=release.configuration is not None,
        altered_files=tuple(altered),
        tables=verdicts,
        folder=left,
        seconds=round(time.monotonic() - began, 1),
    )


def load_inputs(
    warehouse: duckdb.DuckDBPyConnection,
    settings: Settings,
    release: Release,
    landing: KnownLanding,
    doing: Callable[[str], None],
) -> None:
    """Load everything that a release was made from. A further kind of input is loaded here.

    The nightly loads the same by its assets in `defs/ingest`; `settings.storage.releases` is the
    company's own folder, so that what earlier releases hold can be read.
    """
    for system in settings.systems:
        for table in tables_of(system):
            doing(f"loading {system.name}.{table.name}")
            load_landed(warehouse, landing, system, table)
    doing("loading the configuration, the calendar and the record of deliveries")
    create_raw_tables(warehouse, settings)
    load_reference(
        warehouse,
        settings,
        run_id=release.run_id,
        as_of=release.as_of_date,
        model_version=model_version(settings),
    )
    doing("loading the books of closed periods, and what the release before it published")
    earlier = {name: said for name, said in release.books.items() if name != release.release_id}
    published = published_tables(prepare_manifest(settings))
    root = releases_root(settings)
    load_books(warehouse, root, earlier, published)
    before = [each for each in releases_of(root) if each.release_id < release.release_id]
    load_known(warehouse, root / before[-1].release_id if before else None)
    load_deliveries(warehouse, settings, landing)


def _check_code(release: Release, here: str, *, with_this_code: bool) -> None:
    if release.code_version != here and not with_this_code:
        raise ReleaseError(
            f"release {release.release_id} was made by other code\n"
            f"  made by  {release.code_version}\n"
            f"  here is  {here}\n"
            f"Check out the code of {release.published_at:%Y-%m-%d %H:%M} UTC and replay there, or "
            "see what the code here would\nmake of the same deliveries: --with-this-code"
        )


def _check_configuration(settings: Settings, release: Release) -> None:
    """Refuse another configuration; that of a release of before the record is not known."""
    if release.configuration is None:
        return
    changed = configuration_changes(release.configuration, configuration_record(settings))
    if changed:
        told = "\n".join(f"  {key}: {then} then, {now} now" for key, (then, now) in changed.items())
        raise ReleaseError(
            f"release {release.release_id} was made with another configuration\n{told}\n"
            "Replay it with a configuration file that says what it said then, and the same "
            "[storage]: --config FILE"
        )


def _check_landing(settings: Settings, landing: KnownLanding, steps: Steps) -> list[str]:
    steps.doing("checking the landed files")
    landing.check((s.name, t.name) for s in settings.systems for t in tables_of(s))
    altered, deliveries = landing.altered(), list(landing.all())
    files = sum(len(each.files) for each in deliveries)
    found = f"{len(altered)} not as landed" if altered else "all as landed"
    steps.done(f"checked {files:,} files of {len(deliveries):,} deliveries: {found}")
    return altered


def _scratch(settings: Settings, release: Release) -> Path:
    root = settings.path(settings.storage.state) / "replay"
    root.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=root, prefix=f"{release.release_id}-"))


def _in(settings: Settings, folder: Path) -> Settings:
    """Return the settings with a warehouse and a state of their own in the folder."""
    own = {"warehouse": folder / "warehouse", "state": folder / "state"}
    return settings.model_copy(update={"storage": settings.storage.model_copy(update=own)})


def _rebuild(
    settings: Settings, release: Release, landing: KnownLanding, steps: Steps, examples: int
) -> tuple[TableVerdict, ...]:
    with open_warehouse(settings) as warehouse:
        load_inputs(warehouse, settings, release, landing, steps.doing)
        counted = warehouse.execute("select count(*) from raw_evenkeel.loads").fetchone()
    steps.done(f"loaded {counted[0] if counted else 0:,} deliveries, as of {release.as_of_date}")
    steps.doing("reading the dbt project")

    def told(line: str) -> None:
        if built := BUILT.search(line):
            steps.doing(f"building {built[1]}: {built[2]}")

    tables = published_tables(build_models(settings, told))
    steps.done("built the models")
    steps.doing("comparing")
    folder = releases_root(settings) / release.release_id
    verdicts = judge(settings, folder, release, warehouse_path(settings), tables, examples)
    equal = sum(each.is_equal for each in verdicts)
    steps.done(f"compared {len(verdicts)} tables: {equal} equal")
    return verdicts

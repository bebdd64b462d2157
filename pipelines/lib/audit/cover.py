"""The page that an audit pack is opened with: what is in it, what ties, and how to check it."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.lib.audit.workbook import Filled
from pipelines.lib.dbt import model_version
from pipelines.lib.releases.readable import Readable
from pipelines.lib.releases.release import Release
from sources.configuration import Settings

if TYPE_CHECKING:
    from pipelines.lib.audit.pack import Packed

TEMPLATES = Path(__file__).parents[1] / "templates"


def write_cover(
    settings: Settings,
    tables: Readable,
    release: Release,
    packed: "Packed",
    filled: list[Filled],
    path: Path,
) -> None:
    """Write the page."""
    locks = tables.rows(
        "select entity_code, lock, lock_state, closed_at, closed_by, booked_at "
        "from ctl_period_status where accounting_period = getvariable('period') order by all"
    )
    controls = tables.rows(
        "select control_id, check_name, count(*) as checks, "
        "count(*) filter (where status = 'reconciled') as reconciled, "
        "sum(abs(unexplained)) as unexplained from ctl_reconciliation "
        "where accounting_period = getvariable('period') or accounting_period is null "
        "group by control_id, check_name order by all"
    )
    revenue = next(each for each in filled if each.sheet.name == "revenue")
    page = _templates().get_template("audit_pack.html")
    text = page.render(
        company=settings.company.name,
        release=release,
        packed=packed,
        filled=filled,
        locks=locks,
        controls=controls,
        revenue=[dict(zip(revenue.columns, row, strict=True)) for row in revenue.rows],
        same_models=release.model_version == model_version(settings),
    )
    path.write_text(text, "utf-8")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

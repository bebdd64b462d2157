"""The release in PostgreSQL, where one is configured: published after its files."""

import dagster as dg

from pipelines.defs.publish.release import RELEASE
from pipelines.defs.resources import Nightly
from pipelines.lib.company import company
from pipelines.lib.postgres.publishing import publish_missing

POSTGRES = dg.AssetKey(["releases", "postgres"])


@dg.asset(
    key=POSTGRES,
    deps=[RELEASE],
    group_name="publish",
    kinds={"postgres"},
    description="The release, and those that PostgreSQL missed, for readers of SQL.",
    pool="warehouse",
    owners=["team:data-engineering"],
)
def published(context: dg.AssetExecutionContext, nightly: Nightly) -> dg.MaterializeResult:
    """Publish to PostgreSQL what it lacks."""
    made = publish_missing(nightly.settings)
    if made.absent_roles:
        context.log.warning("no role in PostgreSQL: %s", ", ".join(made.absent_roles))
    return dg.MaterializeResult(
        metadata={
            "releases": ", ".join(made.releases),
            "rows": made.rows,
            "absent_roles": ", ".join(made.absent_roles),
        }
    )


@dg.definitions
def publishing_to_postgres() -> dg.Definitions:
    """Return the asset, where a database is configured."""
    return dg.Definitions(assets=[published] if company().postgres else [])

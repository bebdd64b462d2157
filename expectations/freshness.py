"""How old the newest delivery of each system may be: its contract's promise, and some patience."""

import datetime as dt

from expectations.results import Night
from expectations.stated import text
from expectations.suite import Expected
from expectations.thresholds import Thresholds

DELIVERIES = "marts.ctl_extract_completeness"


def freshness_rules(night: Night, limits: Thresholds) -> tuple[Expected, ...]:
    """Return the expectation of the table of deliveries: no system has fallen silent."""
    limit = limits.limit("delivery_late_hours")
    now = night.judged_at.astimezone(dt.UTC).replace(tzinfo=None)
    promised = " union all ".join(
        f"select {text(system)} as system_name, {hours:g} as promised_hours, "
        f"timestamp {text(str(now - dt.timedelta(hours=hours + float(limit.limit))))} as due_at"
        for system, hours in sorted(night.promises.items())
    )
    if not promised:
        return ()
    return (
        Expected(
            f"every system has delivered, at most {limit.limit} hours later than promised",
            f"with promised as ({promised}), "
            "delivered as (select system_name, cast(max(finished_at) as timestamp) as finished_at "
            "from {batch} group by system_name) "
            "select system_name, promised_hours, finished_at, due_at as expected_after_at "
            "from promised left join delivered using (system_name) "
            "where coalesce(finished_at < due_at, true) order by all",
            "warn",
            limit,
        ),
    )

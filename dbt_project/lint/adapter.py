"""What sqlfluff needs to know of dispatched macros: they become one value or one relation."""

from collections.abc import Callable


def dispatch(name: str, package: str) -> Callable[..., str]:
    """Return a macro that renders as a value, or as a query where a relation is meant."""
    del package
    rendered = "select cast('2026-01-01' as date) as calendar_date" if name == "all_days" else "0"
    return lambda *_: rendered

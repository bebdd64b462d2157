"""What sqlfluff needs to know of dbt's macros to render a model; dbt never reads this."""


def type_string() -> str:
    """Return the text type."""
    return "varchar"


def date_trunc(part: str, day: str) -> str:
    """Return a truncated date."""
    return f"date_trunc('{part}', {day})"

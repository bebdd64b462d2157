"""From where on a table's cursor is read again: the SQL of the bound it is compared with."""

import datetime as dt

from sources.casting import literal
from sources.contract import Column

DAY = dt.timedelta(days=1)


def text_bound(column: Column, since: dt.datetime) -> str | None:
    """Return the SQL of a bound for a cursor kept as text or as a number, as its format says.

    ISO text is compared with the day before: how it marks hours and zones does not matter then.

    Args:
        column: The cursor.
        since: The instant (naive, UTC) or day to read from.

    Returns:
        A literal, or None where the order of the text is not that of time.
    """
    written = "iso8601" if column.type == "DATE" else column.formats.timestamp
    if column.type == "DATE" and column.formats.date != "%Y-%m-%d":
        return None
    match written:
        case "iso8601":
            return literal((since - DAY).date().isoformat())
        case "epoch_ms":
            return literal(str(int(since.replace(tzinfo=dt.UTC).timestamp() * 1000)))
        case _:
            return None

"""SQL that turns a delivered value's text into the contract's type, or null where it is not one.

The result is exact: a decimal with more digits than its scale is not rounded but refused.
"""

from sources.contract import Column, Formats

EARLIEST, LATEST = "1900-01-01", "2199-12-31"
# DuckDB's own cast to TIMESTAMP drops an offset without a word, so what may follow is spelled out.
ISO_LOCAL = "[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?)?"
ISO_OFFSET = "[+-][0-9]{2}(:?[0-9]{2})?"


def quote(name: str) -> str:
    """Return `name` as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return `text` as a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def cast_expression(column: Column, source: str, source_type: str) -> str:
    """Return the SQL that casts the delivered value `source` to the column's landed type.

    Args:
        column: The contract's column, with the formats its text is written in.
        source: SQL of the delivered value.
        source_type: The DuckDB type the delivery has it in; a native date or instant is not
            written to text and parsed again.
    """
    native = source_type.split("(", maxsplit=1)[0].upper()
    if column.type == "VARCHAR":
        return _as_text(source, native)
    if native == "VARCHAR":
        return _from_text(column, _trimmed(source), column.formats)
    if column.type in {"BOOLEAN", "DATE", "TIMESTAMP"}:
        return _from_native(column, source, zoned=native == "TIMESTAMP WITH TIME ZONE")
    plain = Formats(duration=column.formats.duration)
    return _from_text(column, f"cast({source} as varchar)", plain)


def _as_text(source: str, native: str) -> str:
    """Write a value as text; a whole number kept as a float, as ids often are, has no `.0`."""
    text = f"cast({source} as varchar)"
    if native not in {"DOUBLE", "FLOAT"}:
        return text
    whole = f"{source} = trunc({source}) and abs({source}) < {2**53}"
    return f"case when {whole} then cast(cast({source} as bigint) as varchar) else {text} end"


def _from_native(column: Column, source: str, *, zoned: bool) -> str:
    if column.type == "DATE":
        # A time of day would be cut off, and with it perhaps the day in the company's zone.
        return f"case when cast({source} as date) = {source} then cast({source} as date) end"
    if column.type != "TIMESTAMP":
        return f"cast({source} as {column.type})"
    return _utc(source) if zoned else _naive(f"cast({source} as timestamp)", column.formats)


def is_blank(source: str, source_type: str) -> str:
    """Return the SQL that says whether the delivered value is absent."""
    if source_type.upper() == "VARCHAR":
        return f"{_trimmed(source)} is null"
    return f"{source} is null"


def _trimmed(source: str) -> str:
    """Return the SQL of a text without spaces around it, null where nothing is left.

    Trimming costs as much as casting, and few values need it.
    """
    spaced = f"starts_with({source}, ' ') or ends_with({source}, ' ')"
    return f"nullif(case when {spaced} then trim({source}) else {source} end, '')"


def limits_of(column: Column) -> tuple[str | None, str | None]:
    """Return the least and the greatest value of a column; every day and instant has both."""
    if column.type in {"DATE", "TIMESTAMP"}:
        return column.minimum or EARLIEST, column.maximum or LATEST
    return column.minimum, column.maximum


def expected(column: Column) -> str:
    """Return in words what a value of this column must look like."""
    formats = column.formats
    words = {
        "VARCHAR": f"text in {formats.encoding}",
        "DECIMAL": f"decimal number with '{formats.decimal_mark}' as decimal mark, at most "
        f"{column.precision - column.scale} digits before and {column.scale} after it",
        "BIGINT": "whole number",
        "DATE": f"date written {formats.date}",
        "TIMESTAMP": f"instant written {formats.timestamp}",
        "BOOLEAN": f"{formats.true_value} or {formats.false_value}",
        "DURATION": f"duration written {formats.duration}",
    }[column.type]
    minimum, maximum = limits_of(column)
    limits = [f"at least {minimum}"] if minimum is not None else []
    limits += [f"at most {maximum}"] if maximum is not None else []
    limits += ["one of " + ", ".join(column.enum)] if column.enum else []
    return ", ".join([words, *limits])


def _from_text(column: Column, text: str, formats: Formats) -> str:
    parse = {
        "DECIMAL": lambda: _decimal(text, column.precision, column.scale, formats),
        "BIGINT": lambda: _when(text, "[-+]?[0-9]{1,18}", f"try_cast({text} as bigint)"),
        "DATE": lambda: _day(text, formats),
        "TIMESTAMP": lambda: _instant(text, formats),
        "BOOLEAN": lambda: _flag(text, formats),
        "DURATION": lambda: _seconds(text, formats),
    }[column.type]
    return parse()


def _flag(text: str, formats: Formats) -> str:
    return (
        f"case lower({text}) when {literal(formats.true_value.lower())} then true "
        f"when {literal(formats.false_value.lower())} then false end"
    )


def _when(text: str, pattern: str, value: str) -> str:
    return f"case when regexp_full_match({text}, {literal(pattern)}) then {value} end"


def _decimal(text: str, precision: int, scale: int, formats: Formats) -> str:
    if formats.grouping_mark:
        mark = formats.grouping_mark
        grouped = f"regexp_full_match({text}, {literal(_grouped(mark, formats.decimal_mark))})"
        text = f"case when {grouped} then replace({text}, {literal(mark)}, '') else {text} end"
    if formats.decimal_mark != ".":
        mark = literal(formats.decimal_mark)
        text = f"case when not contains({text}, '.') then replace({text}, {mark}, '.') end"
    whole = f"0*[0-9]{{1,{max(precision - scale, 1)}}}(\\.[0-9]{{0,{scale}}}0*)?"
    fraction = f"|\\.[0-9]{{1,{scale}}}0*" if scale else ""
    return _when(
        text, f"[-+]?({whole}{fraction})", f"try_cast({text} as decimal({precision},{scale}))"
    )


def _grouped(mark: str, decimal_mark: str) -> str:
    return f"[-+]?[0-9]{{1,3}}([{mark}][0-9]{{3}})+([{decimal_mark}][0-9]*)?"


def _day(text: str, formats: Formats) -> str:
    if formats.date == "iso8601":
        written = f"{ISO_LOCAL}(Z|{ISO_OFFSET})?"
        return _when(text, written, f"try_cast(left({text}, 10) as date)")
    return f"cast({_parsed(text, formats.date)} as date)"


def _instant(text: str, formats: Formats) -> str:
    iso = _iso(text, formats)
    known = {
        "iso8601": iso,
        "epoch_ms": _epoch_ms(text),
        "iso8601_or_epoch_ms": f"coalesce({iso}, {_epoch_ms(text)})",
        "json_date": _json_date(text),
    }
    pattern = formats.timestamp
    return known.get(pattern) or _naive(_parsed(text, pattern), formats)


def _parsed(text: str, pattern: str) -> str:
    """Parse by a pattern; DuckDB would also take `epoch` and `infinity`, for a day of 1900."""
    dated = f"regexp_matches({text}, '[0-9]')"
    return f"case when {dated} then try_strptime({text}, {literal(pattern)}) end"


def _iso(text: str, formats: Formats) -> str:
    stated = f"try_cast({text} as timestamp)"
    zulu, local = _when(text, f"{ISO_LOCAL}Z", stated), _naive(stated, formats)
    offset = _utc(f"try_cast({text} as timestamptz)")
    return (
        f"coalesce({zulu}, {_when(text, ISO_LOCAL + ISO_OFFSET, offset)}, "
        f"{_when(text, ISO_LOCAL, local)})"
    )


def _epoch_ms(text: str) -> str:
    return _when(text, "-?[0-9]{1,15}", f"make_timestamp(try_cast({text} as bigint) * 1000)")


def _json_date(text: str) -> str:
    ms = f"try_cast(regexp_extract({text}, '-?[0-9]+') as bigint)"
    pattern = "/Date\\(-?[0-9]{1,15}([+-][0-9]{4})?\\)/"
    return _when(text, pattern, f"make_timestamp({ms} * 1000)")


def _utc(instant: str) -> str:
    return f"timezone('UTC', {instant})"


def _naive(timestamp: str, formats: Formats) -> str:
    if formats.time_zone == "UTC":
        return timestamp
    return _utc(f"timezone({literal(formats.time_zone)}, {timestamp})")


def _seconds(text: str, formats: Formats) -> str:
    match formats.duration:
        case "seconds":
            return _when(
                text, "-?[0-9]{1,9}(\\.0*)?", f"cast(try_cast({text} as decimal(18,6)) as bigint)"
            )
        case "hours":
            hours = _decimal(text, 18, 6, formats)
            return f"cast(round(({hours}) * 3600) as bigint)"
        case "iso8601":
            return _iso_seconds(text)
        case _:
            pattern = "-?[0-9]{1,6}:[0-5][0-9]" + (
                "" if formats.duration == "h:mm" else ":[0-5][0-9]"
            )
            return _when(text, pattern, _clock_seconds(text))


def _clock_seconds(text: str) -> str:
    field = "try_cast(nullif(split_part(ltrim({0}, '-'), ':', {1}), '') as bigint)"
    total = " + ".join(
        f"coalesce({field.format(text, position)}, 0) * {seconds}"
        for position, seconds in ((1, 3600), (2, 60), (3, 1))
    )
    return f"(case when starts_with({text}, '-') then -1 else 1 end) * ({total})"


def _iso_seconds(text: str) -> str:
    one = "[0-9]{1,9}"
    time = f"T({one}H({one}M)?({one}S)?|{one}M({one}S)?|{one}S)"
    total = " + ".join(
        f"coalesce(try_cast(regexp_extract({text}, '([0-9]+){unit}', 1) as bigint), 0) * {seconds}"
        for unit, seconds in (("D", 86400), ("H", 3600), ("M", 60), ("S", 1))
    )
    return _when(text, f"P({one}D({time})?|{time})", f"({total})")

"""Say in words what is wrong with a value that a person wrote in a TOML file."""

from pydantic import ValidationError

WORDS = {
    "extra_forbidden": "no such key",
    "missing": "needed, and missing",
    "string_too_short": "needed, and empty",
}


def wrong(error: ValidationError, within: str) -> tuple[str, ...]:
    """Return one line for each wrong key: where it is, what is expected, what was found."""
    return tuple(
        f"{'.'.join((within, *map(str, each['loc'])))}: {WORDS.get(each['type'], each['msg'])}"
        + ("" if each["type"] in WORDS else f"; found {each['input']!r}")
        for each in error.errors()
    )

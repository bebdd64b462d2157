"""What the sections of `evenkeel.toml` are made of: their base, and values that several hold."""

import codecs
import re
from typing import Annotated
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

CONTROLS = tuple(f"C{number:02}" for number in range(1, 25))
CRON_LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_CRON_PART = r"(\*|(\d+|[a-z]{3})(-(\d+|[a-z]{3}))?)(/[1-9]\d*)?"
CRON_FIELD = re.compile(rf"{_CRON_PART}(,{_CRON_PART})*")


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not an IANA time zone such as 'Europe/Berlin'")
    return name


def _currency(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValueError(f"{code!r} is not an ISO 4217 code such as 'EUR'")
    return code


def _known_encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise ValueError(f"{name!r} is not an encoding such as 'utf-8' or 'cp1252'") from None
    return name


def _known_control(code: str) -> str:
    if code not in CONTROLS:
        raise ValueError(f"{code!r} is no control: C01 to {CONTROLS[-1]}")
    return code


Encoding = Annotated[str, AfterValidator(_known_encoding)]


def _known_locale(name: str) -> str:
    try:
        Locale.parse(name, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(
            f"found {name!r}, expected a language and region, such as en-GB"
        ) from error
    return name


def _cron(text: str) -> str:
    fields = text.lower().split()
    if len(fields) != len(CRON_LIMITS) or not all(map(_is_cron_field, fields, CRON_LIMITS)):
        raise ValueError(
            f"found {text!r}, expected minute, hour, day, month and weekday, such as '0 2 * * *'"
        )
    return text


def _is_cron_field(field: str, limits: tuple[int, int]) -> bool:
    numbers = [int(number) for number in re.findall(r"(?<!/)\b\d+", field)]
    return bool(CRON_FIELD.fullmatch(field)) and all(
        limits[0] <= number <= limits[1] for number in numbers
    )


def _memory(text: str) -> str:
    if not re.fullmatch(r"[1-9]\d*(\.\d+)? ?[kmgt]i?b", text.lower()):
        raise ValueError(f"found {text!r}, expected an amount of memory, such as '4GB'")
    return text


Cron = Annotated[str, AfterValidator(_cron)]
Memory = Annotated[str, AfterValidator(_memory)]
Zone = Annotated[str, AfterValidator(_known_zone)]
LocaleName = Annotated[str, AfterValidator(_known_locale)]
Currency = Annotated[str, AfterValidator(_currency)]
Control = Annotated[str, AfterValidator(_known_control)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]

# The name of an environment variable, so that a secret in its place is refused.
Variable = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


class Section(BaseModel):
    """Base of every section: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

"""What the URL and the pattern of a store of files may hold: never a secret.

Opening the store belongs in `connectors/store.py`.
"""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def _one_store_without_secret(url: str) -> str:
    if "://" in url and (_is_chained(url) or _may_hold_secret(url)):
        # An error of its own type, so that whoever shows it knows not to repeat the value.
        raise PydanticCustomError(
            "secret_in_url",
            "it holds a password, a query, a second URL or a port that is no number; secrets come "
            "from the environment, by options_env",
        )
    return url


def _is_chained(url: str) -> bool:
    """Tell fsspec's `outer::inner://`, which would open the inner one without our checks."""
    return "::" in re.sub(r"\[[^]]*\]", "", url)


def _may_hold_secret(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # A password with a slash in it is read as a port that is no number.
        return parts.port == 0 or parts.password is not None or bool(parts.query or parts.fragment)
    except ValueError:
        return True


def _one_star_a_level(pattern: str) -> str:
    if "**" in pattern:
        raise ValueError("** is not read; expected one * for each level of folders")
    return pattern


StoreUrl = Annotated[str, AfterValidator(_one_store_without_secret)]
Pattern = Annotated[str, AfterValidator(_one_star_a_level)]

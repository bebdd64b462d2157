"""Whether the configuration is still the one that the books' periods were closed under."""

import re

from pipelines.lib.configured import configuration_record
from pipelines.lib.releases.books import BooksError
from pipelines.lib.releases.release import Release
from sources.configuration import Settings

# The years of the calendar may grow, and entities be added.
FIXED = re.compile(
    r"company\.reporting_currency|company\.fiscal_calendar\.(?!first_year|last_year).*"
    r"|entities\..*\.functional_currency"
)


def check_configuration(settings: Settings, last: Release | None) -> None:
    """See that the currencies, entities and fiscal calendar are those of the books.

    Args:
        settings: The configuration as it is now.
        last: The current release, if any, which says how it and its books were configured.

    Raises:
        BooksError: One is another; the message names the key, what was found and expected.
    """
    if last is None or not last.books or not last.configuration:
        return
    now = configuration_record(settings)
    for key, was in last.configuration.items():
        found = now.get(key, "nothing")
        if FIXED.fullmatch(key) and found != was:
            raise BooksError(
                f"{key}: found {found}, expected {was}, under which periods were closed and "
                "published. Put it back; another company keeps its books in folders of its own "
                "([storage])"
            )

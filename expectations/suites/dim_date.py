"""What the calendar must keep: it is there, for other tables take their days from it."""

from expectations.suite import not_empty

EXPECTATIONS = (not_empty("there is a calendar"),)

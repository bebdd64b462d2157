"""Errors that reading and landing can end in; each says what was found and what was expected."""


class SourceError(Exception):
    """Base of every error raised by `sources`."""


class ConfigurationError(SourceError):
    """`evenkeel.toml` is not valid; the message names the key, what was found, what is allowed."""


class ContractError(SourceError):
    """A contract file is not valid, or a delivery's shape breaks it so that the table must stop."""


class ReadError(SourceError):
    """A system could not be read to the end: absent, refused, cut off or not what it claims."""


class ShrinkError(SourceError):
    """A full read came back much shorter than the last one; landing it would hide rows."""


class CompletenessError(SourceError):
    """Delivered rows or control totals are not landed plus quarantined."""

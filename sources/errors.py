"""Errors that reading and landing can end in; each says what was found and what was expected."""


class SourceError(Exception):
    """Base of every error raised by `sources`."""


class ConfigurationError(SourceError):
    """`evenkeel.toml` is not valid; the message names the key, what was found, what is allowed."""


class ContractError(SourceError):
    """A contract file is not valid, or a delivery's shape breaks it so that the table must stop."""


class ReadError(SourceError):
    """A system could not be read to the end: absent, refused, cut off or not what it claims."""


class AwayError(ReadError):
    """A system does not answer, or its delivery is not there yet: a while later it may be."""


class HungError(ReadError):
    """A system kept silent for longer than it may; what was begun is left behind."""


class ShrinkError(SourceError):
    """A full read came back much shorter than the last one; landing it would hide rows."""


class BusyError(SourceError):
    """Another process is landing the same table."""


class CompletenessError(SourceError):
    """Delivered rows or control totals are not landed plus quarantined."""


NO_SPACE = "the disk is full: free space (evenkeel retention shows what may go), then run again"
FULL = ("No space left", "not enough disk space", "max_temp_directory_size", "disk is full")


def is_full(text: str) -> bool:
    """Tell whether a message says that the disk is full."""
    return any(words.lower() in text.lower() for words in FULL)


def first_line(error: BaseException) -> str:
    """Return what an error of the disk or of DuckDB says, and what to do when the disk is full."""
    text = str(error).strip() or type(error).__name__
    said = text.splitlines()[0]
    if is_full(text):
        return f"{said}; the disk is full. Nothing of this delivery landed: free space, run again"
    return said

"""Which files a system has delivered, as one text that changes with them; nothing is read."""

import hashlib
import time

from sources.configuration import Files, SystemSettings
from sources.connectors.files import unsettled_seconds
from sources.connectors.store import Found, find, opened_store
from sources.system import tables_of


def arrived(system: SystemSettings) -> str | None:
    """Return the state of a system's files, or None while one may still be being written.

    It changes with every file that comes, goes or is written anew.

    Raises:
        ReadError: The store can not be reached, or has no such folder.
    """
    files = system.delivery
    if not isinstance(files, Files):
        raise TypeError(f"{system.name} does not deliver files")
    with opened_store(files) as store:
        found = [
            each
            for table in tables_of(system)
            for each in find(store, store.root, files.pattern.format(table=table.source_name))
            if not each.path.endswith(".done")
        ]
    if not all(_is_ready(each, files) for each in found):
        return None
    state = sorted({(each.path, each.size, each.modified) for each in found})
    return hashlib.sha256(repr(state).encode()).hexdigest()[:16]


def _is_ready(file: Found, files: Files) -> bool:
    if files.ready == "manifest":
        return file.is_done
    return unsettled_seconds(file, files, time.time()) <= 0

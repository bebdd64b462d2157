"""Rows on their way from a database to DuckDB, whose threads outlive a query that has failed."""

import threading
from collections.abc import Callable, Iterator

import pyarrow as pa

from sources.errors import ReadError


class Stream:
    """Hands over batches until it is closed, and remembers why they broke off.

    A thread may still ask for a batch when the query it works for has failed, for want of memory
    or disk. Once the stream is closed none reaches the driver any more, which may then let go of
    what a batch is read from.
    """

    def __init__(
        self, failures: tuple[type[Exception], ...], told: Callable[..., ReadError]
    ) -> None:
        """Prepare to catch a driver's `failures`, each of which `told` puts into words."""
        self._failures = failures
        self._told = told
        self._asking = threading.Lock()
        self._is_open = True
        self.failure: ReadError | None = None

    def reader(self, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> pa.RecordBatchReader:
        """Return the batches as what DuckDB reads from."""
        return pa.RecordBatchReader.from_batches(schema, self._guarded(batches))

    def close(self) -> None:
        """Wait until no thread is asking for a batch, and give none any more."""
        with self._asking:
            self._is_open = False

    def _guarded(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        while (batch := self._next(batches)) is not None:
            yield batch

    def _next(self, batches: Iterator[pa.RecordBatch]) -> pa.RecordBatch | None:
        with self._asking:
            if not self._is_open:
                return None
            try:
                return next(batches, None)
            except self._failures as error:
                self.failure = self._told(error)
                raise self.failure from None

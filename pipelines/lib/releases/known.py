"""The deliveries that a release knew, out of all that landed, and whether they are as they landed.

`release.json` lists the last delivery of each table. Deliveries of a table are numbered, so the
release knew every one up to that number, and none of a table that it does not list.
"""

from collections.abc import Container, Iterable, Iterator

from pipelines.lib.releases.release import Release, ReleaseError
from sources.delivery import Delivery
from sources.disk import sha256_of
from sources.landing import Landing

Table = tuple[str, str]


def last_numbers(release: Release) -> dict[Table, int]:
    """Return the number of the last delivery that a release knew of each system's table."""
    found = {}
    for delivery_id in release.deliveries:
        system, table, folder = delivery_id.split("/")
        found[system, table] = int(folder.split("-")[0])
    return found


class KnownLanding(Landing):
    """The landing folder as a release knew it: what came later is not seen."""

    def __init__(self, landing: Landing, release: Release) -> None:
        """Look at a folder of landed deliveries as the release did."""
        super().__init__(landing.root)
        self._last = last_numbers(release)
        self.listed = release.deliveries

    def deliveries(self, system: str, table: str, *, but: Container[str] = ()) -> list[Delivery]:
        """Return the deliveries of one table that the release knew, in the order they landed."""
        last = self._last.get((system, table), 0)
        return [
            each for each in super().deliveries(system, table, but=but) if each.sequence <= last
        ]

    def check(self, tables: Iterable[Table]) -> None:
        """Check that every delivery the release knew is there, and of a table that is configured.

        Raises:
            ReleaseError: One is missing, or belongs to a table that nothing would load.
        """
        unknown = sorted(".".join(table) for table in self._last.keys() - set(tables))
        if unknown:
            raise ReleaseError(
                f"the release knew deliveries of {', '.join(unknown)}; the configuration has no "
                "such table now"
            )
        for (system, table), last in self._last.items():
            there = [each.sequence for each in self.deliveries(system, table)]
            missing = sorted({*range(1, last + 1)} - {*there})
            if missing:
                numbers = ", ".join(f"{number:06d}" for number in missing)
                raise ReleaseError(
                    f"{self.root / system / table} has no delivery {numbers}; the release was made "
                    f"from all of 000001 to {last:06d}"
                )
        absent = [each for each in self.listed if not (self.root / each).is_dir()]
        if absent:
            raise ReleaseError(f"the release lists {absent[0]}, which is not in {self.root}")

    def all(self) -> Iterator[Delivery]:
        """Yield every delivery that the release knew."""
        for system, table in self._last:
            yield from self.deliveries(system, table)

    def altered(self) -> list[str]:
        """Return the landed files that are gone or not what was landed, by their checksums."""
        return [
            f"{delivery.delivery_id}/{file.name}"
            for delivery in self.all()
            for file in delivery.files
            if not (path := self.folder(delivery) / file.name).exists()
            or sha256_of(path) != file.sha256
        ]

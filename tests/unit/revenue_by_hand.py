"""Revenue of the demo company, read off its exports by decisions 14 and 15, in fractions."""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

from demo_books import NOTHING, Books, Row, cents

Parts = dict[str, "Part"]
A_DAY = dt.timedelta(days=1)


class Part:
    """What an obligation has of the price: kept of an ended contract, and shared since a day."""

    def __init__(self, shared: Fraction, kept: Fraction = NOTHING, anew: str = "") -> None:
        """Hold whole cents, and the day from which progress is measured anew."""
        self.shared, self.kept, self.anew = shared, kept, anew


def half_up(amount: Fraction) -> Fraction:
    return Fraction((amount + Fraction(1, 2)).__floor__())


def before(day: str) -> str:
    return (dt.date.fromisoformat(day) - A_DAY).isoformat()


def days(first: str, last: str) -> int:
    return max(0, (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days + 1)


def split(price: Fraction, weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Share whole cents by weight: what is left goes to the largest remainders, the first by id."""
    exact = {name: price * weight / sum(weights.values()) for name, weight in weights.items()}
    shares = {name: Fraction(part.__floor__()) for name, part in exact.items()}
    order = sorted(exact, key=lambda name: (shares[name] - exact[name], name))
    for name in order[: int(price - sum(shares.values()))]:
        shares[name] += 1
    return shares


class Revenue(Books):
    """What is earned of the contracts that are exported."""

    def progress(
        self, promise: Row, first: str, until: str, known: str, price: Fraction
    ) -> Fraction:
        """Return how far an obligation is: by the days from the first, as known on one."""
        method, last = promise["recognition_method"], promise["end_date"]
        if method == "ratable":
            return Fraction(min(days(first, until), days(first, last)), days(first, last))
        if method == "point_in_time":
            return Fraction(until >= last)
        if method == "milestones":
            accepted = [
                row["accepted_date"] or "9999"
                for row in self.milestones[promise["performance_obligation_id"]]
                if row["accepted_date"] >= first or not row["accepted_date"]
            ]
            return Fraction(sum(day <= until for day in accepted), len(accepted))
        return min(Fraction(1), self.progress_of_work(promise, first, until, known, price))

    def progress_of_work(
        self, promise: Row, first: str, until: str, known: str, price: Fraction
    ) -> Fraction:
        """Return the work that was done by that and what remains, or cost by the price."""
        hours, cost, _, converted = self.done(promise, first, until)
        left = self.remaining(promise, known)
        if left is None or (promise["recognition_method"] == "zero_margin" and left[2] > 0):
            return converted / price
        day, remaining_hours, remaining_cost = left
        hours_seen, cost_seen, _, _ = self.done(promise, first, day)
        if remaining_cost == 0:
            return Fraction(1)
        if promise["recognition_method"] == "hours":
            return hours / (hours_seen + remaining_hours)
        return cost / (cost_seen + remaining_cost)

    def known_versions(self, contract: str, known: str) -> list[Row]:
        """Return the versions of a contract that are approved and effective on a day."""
        return sorted(
            (
                row
                for row in self.versions[contract]
                if row["approved_date"]
                and max(row["approved_date"], row["effective_date"]) <= known
            ),
            key=lambda row: int(row["version_number"]),
        )

    def variable(self, versions: list[Row], promise: str, known: str) -> Fraction:
        """Return the latest judgements of what belongs to one promise, or (with none) to all."""
        latest = {
            row["price_component_id"]: cents(row["constrained_amount"])
            for version in versions
            for row in sorted(
                self.components[version["contract_version_id"]], key=lambda row: row["made_on"]
            )
            if row["performance_obligation_id"] == promise and row["made_on"] <= known
        }
        return sum(latest.values(), NOTHING)

    def parts(self, versions: list[Row], known: str) -> Parts:
        """Return what each obligation has of what is shared, after some versions."""
        if not versions:
            return {}
        version = versions[-1]
        found = self.parts(versions[:-1], before(version["effective_date"]))
        promises = {
            row["performance_obligation_id"]: row
            for row in self.promises[version["contract_version_id"]]
            if row["recognition_method"] != "right_to_invoice"
        }
        price = cents(version["fixed_amount"]) + self.variable(versions, "", known)
        alone = {
            name: Fraction(row["standalone_price"]) * Fraction(row["exercise_share"] or 1)
            for name, row in promises.items()
        }
        kind, day = version["modification_type"], version["effective_date"]
        if kind == "separate_contract":
            price -= cents(versions[-2]["fixed_amount"]) + self.variable(versions[:-1], "", known)
            brought = {name: alone[name] for name in promises if name not in found}
            return found | {name: Part(part) for name, part in split(price, brought).items()}
        if kind != "prospective":
            return {name: Part(part) for name, part in split(price, alone).items()}
        kept = dict.fromkeys(promises, NOTHING)
        for name, part in found.items():
            row, last = promises[name], before(day)
            own = self.variable(versions[:-1], name, last)
            way = self.progress(row, row["start_date"], last, last, part.shared + own)
            kept[name] = half_up(part.shared * way)
            own = self.variable(versions[:-1], name, day)
            alone[name] *= 1 - self.progress(row, row["start_date"], last, day, part.shared + own)
        shares = split(price - sum(kept.values()), alone)
        return {name: Part(part, kept[name], day) for name, part in shares.items()}

    def to_date(self, contract: str, day: str) -> dict[str, tuple[Fraction, Fraction | None]]:
        """Return revenue to date and the part of the price of each obligation, in cents."""
        versions = self.known_versions(contract, day)
        if not versions:
            return {}
        parts, found = self.parts(versions, day), dict[str, tuple[Fraction, Fraction | None]]()
        for row in self.promises[versions[-1]["contract_version_id"]]:
            name, first = row["performance_obligation_id"], row["start_date"]
            if row["recognition_method"] == "right_to_invoice":
                cap, earned = versions[-1]["not_to_exceed_amount"], self.done(row, first, day)[2]
                found[name] = (half_up(min(earned, Fraction(cap) * 100) if cap else earned), None)
                continue
            part, own = parts[name], self.variable(versions, name, day)
            allocated = part.kept + part.shared + own
            way = self.progress(row, first, day, day, allocated)
            anew = way
            if part.anew:
                anew = self.progress(row, max(first, part.anew), day, day, part.shared)
            found[name] = (half_up(part.kept + part.shared * anew + own * way), allocated)
        return found

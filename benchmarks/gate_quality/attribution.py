"""Whether what a night saw is about what was planted: by row, and nothing a clean night sees."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.gate_quality.night import Night
from benchmarks.gate_quality.planting import Planted
from sources.demo.faults import DELIVERIES, KINDS

SINGULAR = {"clients": "client", "projects": "project", "people": "person"}
PLACES = ("contract", "quarantine", "landing", "identity", "finding", "control", "gate")
PREFIX = {"quarantine": "quarantine: ", "finding": "finding: "}


@dataclass
class Caught:
    """A planted fault: where it was seen, and whether there where it must be."""

    kind: str
    size: str
    places: list[str]
    as_promised: bool
    rows: list[str] = field(default_factory=list)


@dataclass
class Result:
    """One company's night against the clean one of its seed, as it is kept."""

    seed: int
    share: float
    people: int
    is_refused: bool
    caught: list[Caught] = field(default_factory=list)
    named: dict[str, int] = field(default_factory=dict)
    named_of_planted: dict[str, int] = field(default_factory=dict)
    named_of_others: dict[str, int] = field(default_factory=dict)
    failed_tests: list[str] = field(default_factory=list)
    gates: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)


def compared(
    night: Night, clean: Night, planted: Iterable[Planted], *, seed: int, share: float, people: int
) -> Result:
    """Return what a night saw of each planted fault, and what it said of other rows."""
    faults = list(planted)
    named = night.named - clean.named
    rows = {row for fault in faults for row in _identified(fault.rows)}
    ours = {each for each in named if (each[2], each[3]) in rows}
    return Result(
        is_refused=night.is_refused,
        caught=[_caught(fault, named, night, clean) for fault in faults],
        named=dict(Counter(place for place, *_ in named)),
        named_of_planted=dict(Counter(place for place, *_ in ours)),
        named_of_others=dict(Counter(f"{place}: {reason}" for place, reason, *_ in named - ours)),
        failed_tests=sorted(night.failed_tests - clean.failed_tests),
        gates=sorted(set(night.gates) - set(clean.gates)),
        stopped=night.stopped,
        seed=seed,
        share=share,
        people=people,
    )


def _caught(
    fault: Planted, named: set[tuple[str, str, str, str]], night: Night, clean: Night
) -> Caught:
    rows, table = _identified(fault.rows), KINDS[fault.kind].table
    if fault.kind in DELIVERIES:
        seen = {(place, reason) for place, reason, of, _ in named if of == table}
        seen |= {("contract", "refused") for each in night.stopped if each.startswith(f"{table}:")}
    else:
        seen = {(place, reason) for place, reason, of, row in named if (of, row) in rows}
        ids = {row for _, row in fault.rows}
        seen |= {
            ("gate", name)
            for name, values in night.gates.items()
            if name not in clean.gates and any(_names(value, ids) for value in values)
        }
        if all(night.entries.get(row) == 1 for row in ids) and fault.kind == "row_in_two_pages":
            seen.add(("landing", KINDS[fault.kind].seen_as.removeprefix("quarantine: ")))
    return Caught(
        fault.kind,
        fault.size,
        sorted({place for place, _ in seen}),
        any(_as_told(place, reason) == KINDS[fault.kind].seen_as for place, reason in seen)
        or ("landing", "duplicate_row") in seen,
        sorted(row for _, row in fault.rows),
    )


def _as_told(place: str, reason: str) -> str:
    if place == "identity":
        return "unmatched identity"
    return f"{PREFIX.get(place, '')}{reason}"


def _names(value: str, ids: set[str]) -> bool:
    return value in ids or value.rpartition(":")[2] in ids


def _identified(rows: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return rows as they are named, as an identity's too."""
    return {*rows, *((SINGULAR.get(table, table), row) for table, row in rows)}

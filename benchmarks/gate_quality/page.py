"""The page that says what was caught, where, from which size on, and what was blamed wrongly."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from benchmarks.gate_quality.attribution import PLACES
from sources.demo.faults import DELIVERIES, KINDS

HEAD = """# The quality of the gates

<!-- Written by `make gate-quality`. -->

Every kind of fault of the [demo company](demo.md) is planted at several sizes and over several
seeds in companies that are clean otherwise; their nights are compared with the clean night of the
same seed. A fault is caught only where something names its own row, or the row that the truth
says it shows in, and the clean night does not. All kinds of rows are planted in one company, each
row with one fault at most, so each kind is judged by its own rows; faults of whole files have a
company each.

A night here is the nightly's own work without the orchestrator: deliveries are pulled, checked
and landed by its functions, the models run as dbt compiled them, then the data tests and the
gate's queries. It takes a fifth of the time, so five times as many are run."""


def page_of(nights: Iterable[dict[str, Any]]) -> str:
    """Return the page in Markdown, of what was kept of each night."""
    found = list(nights)
    clean = [each for each in found if each["name"] == "clean"]
    faulty = [each for each in found if each["name"] != "clean"]
    caught = [one | {"night": night} for night in faulty for one in night["caught"]]
    seen = sum(bool(each["places"]) for each in caught)
    people = sorted({night["people"] for night in found})
    named, ours = _summed(faulty, "named"), _summed(faulty, "named_of_planted")
    parts = [
        HEAD,
        (
            f"**{seen:,} of {len(caught):,} planted faults of "
            f"{len({each['kind'] for each in caught})} kinds are caught "
            f"({_share(seen, len(caught))}); {sum(night['is_refused'] for night in clean)} of "
            f"{len(clean)} clean companies are refused.** {len(found)} nights of companies of "
            f"{' or '.join(map(str, people))} people over two years."
        ),
        "## By kind\n\nAs promised is where [the list of kinds](demo.md#faults) says it is seen. "
        "Least is the smallest number of wrong rows in a company that were all caught.\n\n"
        + _by_kind(caught),
        "## By place\n\nOf the rows that a place names and the clean night does not: those that "
        "were planted, and others, which are mostly what follows from a planted row.\n\n"
        + _by_place(named, ours, caught),
        "## By amount\n\nHow large an amount must be wrong before it is seen.\n\n"
        + _by_amount(caught),
        "## Rows named that were not planted\n\n" + _others(faulty),
        "## What stops a night\n\n" + _stopped(faulty),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _by_kind(caught: list[dict[str, Any]]) -> str:
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in caught:
        kinds[each["kind"]].append(each)
    lines = [
        "| Kind | Planted | Caught | Recall | As promised | Least | " + " | ".join(PLACES) + " |",
        "|---|" + "---:|" * (5 + len(PLACES)),
    ]
    for kind in KINDS:
        of_kind = kinds.get(kind, [])
        seen = [each for each in of_kind if each["places"]]
        places = Counter(place for each in seen for place in each["places"])
        promised = sum(each["as_promised"] for each in of_kind)
        counts = " | ".join(str(places[place] or "") for place in PLACES)
        lines.append(
            f"| `{kind}` | {len(of_kind)} | {len(seen)} | {_share(len(seen), len(of_kind))} "
            f"| {promised} | {_least(of_kind)} | {counts} |"
        )
    return "\n".join(lines)


def _least(of_kind: list[dict[str, Any]]) -> str:
    companies: dict[tuple[int, str], list[bool]] = defaultdict(list)
    for each in of_kind:
        key = (each["night"]["seed"], each["night"]["name"])
        companies[key].append(bool(each["places"]))
    sizes = [len(seen) for seen in companies.values() if all(seen)]
    return str(min(sizes)) if sizes else ""


def _by_place(named: Counter[str], ours: Counter[str], caught: list[dict[str, Any]]) -> str:
    of_faults = Counter(place for each in caught for place in each["places"])
    lines = [
        "| Place | Faults caught | Rows named | Planted | Precision |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {place} | {of_faults[place] or ''} | {named[place] or ''} | {ours[place] or ''} "
        f"| {_share(ours[place], named[place])} |"
        for place in PLACES
    ]
    return "\n".join(lines)


def _by_amount(caught: list[dict[str, Any]]) -> str:
    sizes: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for each in caught:
        if each["size"]:
            sizes[each["kind"], each["size"]].append(bool(each["places"]))
    lines = ["| Kind | Amount or factor | Planted | Caught |", "|---|---:|---:|---:|"]
    lines += [
        f"| `{kind}` | {size} | {len(seen)} | {sum(seen)} |"
        for (kind, size), seen in sorted(
            sizes.items(), key=lambda each: (each[0][0], float(each[0][1]))
        )
    ]
    return "\n".join(lines)


def _others(faulty: list[dict[str, Any]]) -> str:
    counted = _summed(faulty, "named_of_others")
    return "\n".join(
        ["| Named as | Rows |", "|---|---:|", *(f"| {n} | {c} |" for n, c in counted.most_common())]
    )


def _stopped(faulty: list[dict[str, Any]]) -> str:
    alone = [night for night in faulty if night["name"] in DELIVERIES]
    lines = ["| Planted | Night | By |", "|---|---|---|"]
    for night in sorted(alone, key=lambda each: each["name"]):
        by = "; ".join([*night["stopped"], *night["gates"]]) or "nothing"
        lines.append(f"| `{night['name']}` | {_ended(night)} | {by} |")
    rows = [night for night in faulty if night not in alone]
    refused = sum(night["is_refused"] for night in rows)
    gates = Counter(gate for night in rows for gate in night["gates"])
    tests = Counter(test for night in rows for test in night["failed_tests"])
    lines.append(f"| all kinds of rows | {refused} of {len(rows)} refused | the gates below |")
    lines += ["", "| Gate or data test | Companies |", "|---|---:|"]
    lines += [f"| {name} | {count} |" for name, count in (gates + tests).most_common()]
    return "\n".join(lines)


def _ended(night: dict[str, Any]) -> str:
    return "refused" if night["is_refused"] else "published"


def _summed(nights: list[dict[str, Any]], name: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for night in nights:
        total.update(night[name])
    return total


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""

"""The page that says how many mutants were seen, by what, and which were not."""

from collections import Counter
from collections.abc import Callable, Iterable

from benchmarks.sql_mutation.equivalent import reason_of
from benchmarks.sql_mutation.judging import Judged

SEEN_BY = ("unit test", "data test", "control", "gate", "build")
GOAL = 0.95
HEAD = """# Mutants of the marts' SQL

<!-- Written by `make mutate-sql`. -->

Each mart's SQL is changed in one place at a time: a join's condition, a filter, a `distinct` or
what `coalesce` falls back on is dropped; an inner join becomes a left one or the other way round;
`sum` and `avg`, `min` and `max`, `least` and `greatest`, plus and minus change places; a
comparison takes in its limit or no longer does, or is negated; a constant is another. The changes
are made where the model says them, so that macros and loops carry them wherever they go; macros
themselves are not changed.

A mutant is seen by a dbt unit test of its model, alone or beside the same rows of another company
or system (`tests/warehouse/test_strangers.py`), or, once it and all that is made of it are built
on the warehouse of a demo company without faults, by a data test, a control or an expectation of
the gate, or because the build fails; expectations that compare with the release before are left
out. Tests in Python (generated histories, the demo company's truth) are not asked. What DuckDB
refuses as no SQL counts nowhere; what was reviewed and can never make another figure is counted
apart.
"""


def page_of(judged: Iterable[Judged]) -> str:
    """Return the page in Markdown."""
    all_of_them = [each for each in judged if each.seen_by != "no sql"]
    equivalent = [each for each in all_of_them if not each.seen_by and reason_of(each)]
    counted = [each for each in all_of_them if each not in equivalent]
    unseen = [each for each in counted if not each.seen_by]
    share = 1 - len(unseen) / len(counted)
    parts = [
        HEAD,
        (
            f"**{len(counted) - len(unseen):,} of {len(counted):,} mutants are seen: {share:.1%}** "
            f"(goal {GOAL:.0%}). {len(equivalent)} more are equivalent. Of the {len(unseen)} that "
            f"nothing sees, {sum(bool(each.differs_on_demo) for each in unseen)} change some "
            "figure of the demo company."
        ),
        "## By what was changed\n\n" + _table("Change", counted, lambda each: each.site.operator),
        "## By mart\n\nThose of which most is unseen first.\n\n"
        + _table("Mart", counted, lambda each: each.model),
        "## What nothing sees\n\nBy mart, with the line: what was there, and what it became. "
        "A star marks what changes a figure of the demo company.\n\n" + _listed(unseen),
        "## Equivalent\n\n" + _reasons(equivalent),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _table(title: str, judged: list[Judged], key: Callable[[Judged], str]) -> str:
    groups: dict[str, list[Judged]] = {}
    for each in judged:
        groups.setdefault(key(each), []).append(each)
    lines = [
        f"| {title} | Mutants | "
        + " | ".join(each.capitalize() for each in SEEN_BY)
        + " | Unseen | Seen |",
        "|---|" + "---:|" * (len(SEEN_BY) + 3),
    ]
    for name, group in sorted(groups.items(), key=lambda pair: (-_unseen(pair[1]), pair[0])):
        seen = Counter(each.seen_by for each in group)
        share = 1 - _unseen(group) / len(group)
        counts = " | ".join(str(seen[each] or "") for each in SEEN_BY)
        lines.append(
            f"| `{name}` | {len(group)} | {counts} | {_unseen(group) or ''} | {share:.0%} |"
        )
    return "\n".join(lines)


def _unseen(group: list[Judged]) -> int:
    return sum(not each.seen_by for each in group)


def _listed(unseen: list[Judged]) -> str:
    lines, last = list[str](), ""
    for each in sorted(unseen, key=lambda one: (one.model, one.line, one.number)):
        if each.model != last:
            lines += ["", f"`{each.model}`", ""]
            last = each.model
        star = "*" if each.differs_on_demo else ""
        becomes = f"`{each.site.becomes}`" if each.site.becomes else "nothing"
        lines.append(f"- {each.line}{star}: {each.site.operator}, `{each.before}` → {becomes}")
    return "\n".join(lines)


def _reasons(equivalent: list[Judged]) -> str:
    if not equivalent:
        return "None was reviewed."
    return "\n".join(
        f"- `{each.model}`, {each.line}: {each.site.operator} `{each.before}`: {reason_of(each)}"
        for each in sorted(equivalent, key=lambda one: (one.model, one.line))
    )

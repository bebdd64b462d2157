"""What the gate judged before it let the release out, what was refused, and why."""

from pipelines.lib.gate.pages import page_of, verdict
from pipelines.report.making import Making, counted
from pipelines.report.page import Column, Evidence, Fact, Page, Section, Table
from pipelines.report.pages.revenue import reconciled

GATE = "../../gates/index.html"


def quality(making: Making) -> Page:
    """Return the page of data quality for everyone."""
    judged = [each for suite in making.gate.suites for each in suite.expectations]
    ends = [verdict(each) for each in judged]
    seen = len(judged) - ends.count("held")
    return Page(
        path="quality.html",
        title="Data quality",
        lead=f"Before anything was published, {counted(len(judged), 'expectation')} of "
        f"{counted(len(making.gate.suites), 'table')} were judged: {ends.count('held'):,} held, "
        f"{seen:,} did not. Had one blocked, the last release would have stayed.",
        facts=(
            Fact(
                "Held",
                ends.count("held"),
                "count",
                note=f"of {len(judged):,} judged",
                evidence=GATE,
            ),
            Fact(
                "Warnings", ends.count("warns"), "count", note="published, and told", evidence=GATE
            ),
            Fact(
                "For information", ends.count("informs"), "count", note="shown only", evidence=GATE
            ),
            Fact(
                "Let through",
                ends.count("let through"),
                "count",
                note="by a person, for a night",
                evidence=GATE,
            ),
        ),
        sections=(_not_held(making), reconciled(making), _differing(making), _closed(making)),
    )


def _not_held(making: Making) -> Section:
    rows = [
        {
            "table": suite.table.rpartition(".")[2],
            "page": f"../../gates/{page_of(suite)}",
            "expectation": each.name,
            "verdict": verdict(each),
            "found": each.found,
        }
        for suite in making.gate.suites
        for each in suite.expectations
        if not each.passed
    ]
    table = Table(
        "gate",
        "Expectations that did not hold",
        "",
        (
            Column("table", "Table", link="page"),
            Column("verdict", "Verdict", "state"),
            Column("expectation", "What was expected", "long"),
            Column("found", "Found", "long"),
        ),
        rows,
        stacks=True,
        empty="every expectation held.",
    )
    return Section(
        "What the gate found",
        "The table's page in the gate shows the rows, to those who may read it.",
        tables=(table,),
    )


def _differing(making: Making) -> Section:
    table = Table(
        "unreconciled",
        "Checks that differ",
        "ctl_reconciliation",
        (
            Column("check_name", "What is compared", "long"),
            Column("control_id", "Control"),
            Column("status", "Status", "state"),
            Column("entity_code", "Entity"),
            Column("accounting_period", "Period"),
            Column("a_value", "One side", "cents"),
            Column("b_value", "The other", "cents"),
            Column("explained", "Explained", "cents"),
            Column("unexplained", "Unexplained", "cents"),
            Column("owner_name", "Answers for it"),
        ),
        making.tables.rows("unreconciled"),
        Evidence("ctl_reconciliation", ("reconciliation_key",)),
        empty="every check is reconciled.",
    )
    return Section("Differences", tables=(table,))


def _closed(making: Making) -> Section:
    table = Table(
        "locks",
        "The last closed period of each lock",
        "ctl_period_status",
        (
            Column("entity_code", "Entity"),
            Column("billing", "Billing", of="ctl_period_status.lock"),
            Column("cost", "Cost", of="ctl_period_status.lock"),
            Column("revenue", "Revenue", of="ctl_period_status.lock"),
        ),
        making.tables.rows("locks"),
    )
    return Section(
        "Closed periods",
        "Billing, cost and revenue close apart; a closed period stays as it was published.",
        tables=(table,),
    )

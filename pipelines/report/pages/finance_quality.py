"""What finance reads of data quality: refused rows, findings, unmatched things, adjustments."""

from pipelines.report.making import Making
from pipelines.report.page import Column, Evidence, Page, Section, Table
from pipelines.report.pages.revenue import reconciled


def refused(making: Making) -> Page:
    """Return what was refused and why."""
    quarantined = making.tables.rows("quarantine")
    rows = sum(row["quarantined_rows"] for row in quarantined)
    findings = sum(row["findings"] for row in making.tables.rows("findings"))
    return Page(
        path="quality.html",
        title="Refused and found",
        lead=f"{rows:,} delivered rows are in quarantine, and {findings:,} rows break a rule "
        "that no contract can hold.",
        sections=(
            Section(
                "Refused rows",
                "They broke their system's contract and are not counted until they are mended.",
                tables=(_quarantine(quarantined),),
            ),
            Section(
                "Findings",
                "These rows are counted; what is at stake stands beside them.",
                tables=(_findings(making),),
            ),
            Section("Without a match", "Shown, never dropped.", tables=(_unmatched(making),)),
            Section(
                "Deliveries",
                "The last delivery of each table: delivered = landed + quarantined.",
                tables=(_completeness(making),),
            ),
        ),
    )


def _quarantine(rows: list) -> Table:
    return Table(
        "quarantine",
        "Rows in quarantine by cause",
        "ctl_quarantine",
        (
            Column("delivered_table", "Table", of="ctl_quarantine.table_name"),
            Column("column_name", "Column"),
            Column("reason", "Why", "words"),
            Column("expected", "Expected", "long"),
            Column("quarantined_rows", "Rows", "count", of="ctl_quarantine.quarantined_row_key"),
            Column(
                "latest_rows",
                "In the last delivery",
                "count",
                of="ctl_quarantine.is_latest_delivery",
            ),
            Column("quarantined_at", "Last", "day"),
        ),
        rows,
        empty="nothing was refused.",
    )


def _findings(making: Making) -> Table:
    return Table(
        "findings",
        "Findings by rule",
        "ctl_finding",
        (
            Column("what", "What is wrong", "long"),
            Column("severity", "Severity"),
            Column("findings", "Rows", "count", of="ctl_finding.finding_key"),
            Column("hours_at_stake", "Hours at stake", "number"),
            Column("reporting_amount_at_stake", "Amount at stake", "cents"),
        ),
        making.tables.rows("findings"),
        Evidence("ctl_finding", ("finding_code",)),
        empty="no row breaks a rule.",
    )


def _unmatched(making: Making) -> Table:
    return Table(
        "unmatched",
        "Clients, contracts, projects and people that only one system knows",
        "ctl_unmatched_identity",
        (
            Column("entity_type", "What"),
            Column("finding", "Finding", "words"),
            Column("system_name", "System"),
            Column("things", "How many", "count", of="ctl_unmatched_identity.identity_key"),
            Column("hours_at_stake", "Hours at stake", "number"),
            Column("billed_at_stake_reporting_amount", "Billed", "cents"),
        ),
        making.tables.rows("unmatched"),
        Evidence("ctl_unmatched_identity", ("entity_type", "finding", "system_name")),
        empty="all have a match.",
    )


def _completeness(making: Making) -> Table:
    return Table(
        "completeness",
        "Last deliveries",
        "ctl_extract_completeness",
        (
            Column("table_name", "Table"),
            Column("system_name", "System"),
            Column("finished_at", "Came in", "day"),
            Column("delivered_rows", "Delivered", "count"),
            Column("landed_rows", "Landed", "count"),
            Column("quarantined_rows", "Refused", "count"),
            Column("appended_rows", "New or changed", "count"),
            Column("deleted_rows", "Deleted", "count"),
            Column("is_complete", "Complete"),
        ),
        making.tables.rows("completeness"),
        Evidence("ctl_extract_completeness", ("delivery_id",)),
    )


def adjustments(making: Making) -> Page:
    """Return the reconciliation with the documents behind its differences."""
    return Page(
        path="reconciliation.html",
        title="Reconciliation",
        lead="What was compared, what is behind differences, and what closed periods came to.",
        sections=(
            reconciled(making),
            Section(
                "Reconciling items",
                "The documents behind differences, the largest first.",
                tables=(
                    Table(
                        "items",
                        "Reconciling items by cause",
                        "ctl_reconciling_item",
                        (
                            Column("cause_code", "Cause", "words"),
                            Column("control_id", "Control"),
                            Column("entity_code", "Entity"),
                            Column("accounting_period", "Period"),
                            Column("document_type", "Document", "words"),
                            Column(
                                "documents",
                                "Documents",
                                "count",
                                of="ctl_reconciling_item.source_id",
                            ),
                            Column("item_amount", "Amount", "cents"),
                            Column("explained_amount", "Explained", "cents"),
                        ),
                        making.tables.rows("reconciling"),
                        Evidence(
                            "ctl_reconciling_item",
                            ("control_id", "entity_code", "accounting_period", "cause_code"),
                        ),
                        empty="nothing differs.",
                    ),
                ),
            ),
            Section(
                "Prior-period adjustments",
                "What arrived for a closed period is posted to an open one.",
                tables=(
                    Table(
                        "adjustments",
                        "Adjustments by cause, the latest 200",
                        "ctl_prior_period_adjustment",
                        (
                            Column("origin_period", "Belongs to"),
                            Column("accounting_period", "Posted in"),
                            Column("entity_code", "Entity"),
                            Column("lock", "Lock"),
                            Column("adjustment_cause", "Cause", "words"),
                            Column(
                                "documents",
                                "Documents",
                                "count",
                                of="ctl_prior_period_adjustment.source_id",
                            ),
                            Column("adjustment_reporting_amount", "Amount", "cents"),
                        ),
                        making.tables.rows("adjustments"),
                        Evidence(
                            "ctl_prior_period_adjustment",
                            (
                                "entity_code",
                                "origin_period",
                                "accounting_period",
                                "lock",
                                "adjustment_cause",
                            ),
                        ),
                        empty="no closed period came to anything else.",
                    ),
                ),
            ),
        ),
    )

"""What drift of closed periods must keep: its causes are all of it."""

from expectations.suite import equal

CAUSES = (
    *("late_time", "edited_time", "late_document", "edited_document", "rate", "fx", "contract"),
    *("estimate", "acceptance", "mapping", "model_change", "other"),
)
EXPECTATIONS = (
    equal(
        "what was posted for a closed period is told apart by cause",
        "adjustment_functional_amount",
        f"({' + '.join(f'{cause}_functional_amount' for cause in CAUSES)})",
    ),
)

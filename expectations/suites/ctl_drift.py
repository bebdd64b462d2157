"""What drift of closed periods must keep: its causes lead from what was published to what is."""

from expectations.suite import equal

CAUSES = (
    *("adjustment", "late_time", "edited_time", "late_document", "edited_document", "rate", "fx"),
    *("contract", "estimate", "acceptance", "mapping", "model_change", "other"),
)
EXPECTATIONS = (
    equal(
        "what is computed now is what was published and every cause of its drift",
        "computed_functional_amount",
        f"(published_functional_amount + {' + '.join(f'{c}_functional_amount' for c in CAUSES)})",
    ),
)

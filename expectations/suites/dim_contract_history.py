"""What the history of contracts must keep: one description of a day."""

from expectations.suite import no_overlap

EXPECTATIONS = (no_overlap("a contract is described once for each day", "contract_key"),)

"""What versions of contracts must keep: one of them is in force."""

from expectations.suite import no_overlap

EXPECTATIONS = (
    no_overlap("one version of a contract is in force on a day", "contract_key, system_name"),
)

"""The gate: what must hold of the published tables, who answers for its limits, what it found."""

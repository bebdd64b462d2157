"""What the history of projects must keep: one description of a day."""

from expectations.suite import no_overlap

EXPECTATIONS = (no_overlap("a project is described once for each day", "project_key"),)

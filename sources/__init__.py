"""Read source systems and land what they delivered. Nothing here knows the orchestrator."""

"""Into raw: what landed, each row version once, and what comes from no system."""

"""The supported systems, one folder each: its contract, where its tables are, a small sample."""

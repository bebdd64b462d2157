"""The sample company that `make demo` runs on: canonical CSV deliveries, the same for one seed."""

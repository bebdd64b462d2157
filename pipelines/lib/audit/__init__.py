"""What auditors check of a period, in one folder."""

"""Runs of the nightly: what is under way, how each ended, and who is told."""

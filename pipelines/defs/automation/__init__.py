"""The nightly job and when it runs."""

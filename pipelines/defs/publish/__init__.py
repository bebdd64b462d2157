"""Publish what the gates let through."""

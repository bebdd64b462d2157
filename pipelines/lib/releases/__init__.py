"""Releases that were published: reading them, and how they differ."""

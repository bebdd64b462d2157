"""Toggl Track, read over its Track API v9 and its Reports API v3."""

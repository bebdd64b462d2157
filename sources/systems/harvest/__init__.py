"""Harvest, read over its REST API v2."""

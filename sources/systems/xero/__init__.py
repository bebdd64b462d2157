"""Xero Accounting, read over its REST API 2.0."""

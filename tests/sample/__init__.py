"""A small company of eight people and half a year, written out by hand for tests."""

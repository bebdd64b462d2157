"""Pull every table and load what landed into raw tables."""

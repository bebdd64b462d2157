"""NetSuite, read by SuiteQL over its REST web services."""

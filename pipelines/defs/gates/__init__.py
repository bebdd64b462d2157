"""Judge what is to be published."""

"""Stand-ins that let sqlfluff render the models."""

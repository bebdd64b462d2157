"""Publishing a release to PostgreSQL, and keeping earlier ones there."""

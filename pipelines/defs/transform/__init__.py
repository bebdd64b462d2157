"""Build staging, intermediate, marts and portfolio with dbt."""

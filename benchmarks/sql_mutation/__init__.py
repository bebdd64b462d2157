"""Mutants of the models' SQL, and what sees them."""

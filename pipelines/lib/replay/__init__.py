"""Making a release again from what it was made of."""

"""What the definitions call; no asset is defined here."""

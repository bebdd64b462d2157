"""What the definitions and the commands call; no asset is defined here."""

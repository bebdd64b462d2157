"""What a published figure is made of, down to the rows that landed."""

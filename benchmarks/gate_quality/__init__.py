"""What the gates see of faults that are planted in the demo company."""

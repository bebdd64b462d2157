"""What is fast, as ratios in one run. No test depends on these."""

"""The gate: its process, what a night is judged by, and the pages that show what it found."""

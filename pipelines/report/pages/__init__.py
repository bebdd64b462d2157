"""One module for each page, or for pages that are alike; each says what it shows, in which order."""

"""One module for each page, or for pages that are alike: what it shows, in which order."""

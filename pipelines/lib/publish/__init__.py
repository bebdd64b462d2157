"""Publishing a release to files, and closing the books with it."""

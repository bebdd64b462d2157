"""What keeps a company well: backups, making room, and looking it over."""

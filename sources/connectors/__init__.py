"""How bytes arrive: files, SQL databases, REST APIs. What a system's tables mean is not known here."""

"""How bytes arrive: files, SQL databases, REST APIs. What a table means is not known here."""

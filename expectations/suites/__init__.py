"""What must hold of one table and no other; a module has the name of its table.

What holds of every table that states a key, a reference or a domain is in stated.py.
"""

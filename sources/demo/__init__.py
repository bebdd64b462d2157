"""Companies to run on, each the same for one seed.

`write.py` writes the small one that `make demo` runs on; `generate.py` makes one of any size, with
its own truth beside its exports.
"""

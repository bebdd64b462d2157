"""The demo company: of any size, the same for one seed, with its own truth beside its exports."""

"""The orchestration: assets, gates and releases. Reading a source belongs in sources/."""

"""The nightly's definitions, one folder a step: ingest, transform, gates, publish, automation."""

"""Adapters: real software around the core. They may do I/O, each behind an extra; schema_org does none."""

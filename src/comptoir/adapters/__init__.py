"""Adapters: real software around the core. They may do I/O, each behind an extra; none is written yet."""

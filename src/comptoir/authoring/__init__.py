"""Authoring: what people write becomes what machines agree on; here, and not in the core, is I/O."""

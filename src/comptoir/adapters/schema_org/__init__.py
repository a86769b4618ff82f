"""A rulebook's delivery services in the words of schema.org, for search engines and shopping agents.

``shipping_details`` takes a rulebook and gives JSON-able values. It never claims more than the till keeps:
what has no word there is left out or said with caution, and is listed.
"""

from comptoir.adapters.schema_org.details import Export, shipping_details
from comptoir.adapters.schema_org.unsaid import Unsaid

__all__ = ["Export", "Unsaid", "shipping_details"]

"""A rulebook's delivery services and return policies in the words of schema.org, for search engines.

``shipping_details`` and ``return_policies`` take a rulebook and give JSON-able values. They never claim more
than the till keeps: what has no word there is left out or said with caution, and is listed.
"""

from comptoir.adapters.schema_org.details import shipping_details
from comptoir.adapters.schema_org.export import Export
from comptoir.adapters.schema_org.returns import return_policies
from comptoir.adapters.schema_org.unsaid import Unsaid

__all__ = ["Export", "Unsaid", "return_policies", "shipping_details"]

"""From an open-ended tenancy to a home of one's own (measure 5b)."""

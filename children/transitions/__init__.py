"""From child to adult: somebody receives whoever needs help for long (measure 4d)."""

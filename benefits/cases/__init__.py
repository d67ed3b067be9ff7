"""The whole case of a household with NAV: open, awarded, followed up, dormant or closed."""

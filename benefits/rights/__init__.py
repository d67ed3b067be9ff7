"""The rights guide: what shall and can be given to somebody by the ground of their stay (9b)."""

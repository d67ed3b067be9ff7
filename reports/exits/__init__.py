"""What people leave the qualification programme to (the plan's Tabell 2; measures 1c and 1d)."""

"""How appeals go: the clock, and how many are reversed, by kind of decision."""

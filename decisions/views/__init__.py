"""The pages of decisions, and what is done on them."""

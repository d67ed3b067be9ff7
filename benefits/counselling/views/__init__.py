"""The pages of financial counselling, and what is done on them."""

"""The pages of applications, and what is done on them."""

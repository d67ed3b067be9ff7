"""A person's grade of protection: who has which, and how it changes."""

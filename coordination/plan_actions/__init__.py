"""What the municipality itself must do under the plan: the list, reviews (1f), state funds (1g)."""

"""Applications for a municipal home, what is decided of them, and the queue (hovedmål 5)."""

"""The stored calculation of an application."""

"""Ending what has been kept long enough: proposed by one, approved by another, done by a job."""

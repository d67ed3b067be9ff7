"""What the municipality learns: which measures lead to work (1d), and whose needs differ (1h).

Tables of people by group, masked as a whole, and frozen with the data they were made from.
"""

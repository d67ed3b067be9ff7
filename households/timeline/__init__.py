"""What has happened with a household, told by each floor of its own rows (tidslinje).

`entry` is the value that every floor makes; coordination alone knows all of them and shows them
in one line of time. A source tells a viewer nothing that its own page does not tell them.
"""

"""The OSK meeting: its agenda, one family a screen, what is decided and who does it by when."""

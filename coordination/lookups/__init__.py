"""Who has looked at what: the pages of the access log, and the reviews of it."""

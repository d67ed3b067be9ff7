"""A citizen's right to see what is held about them: the request, the file, and who has seen it."""

"""The pages of the children of a household, and the lists of children to map."""

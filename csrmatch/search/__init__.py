"""Search over everything: the index, kept with each change, and how it is asked."""

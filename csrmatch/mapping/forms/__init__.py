"""The forms of the mapping, one room for each kind of page."""

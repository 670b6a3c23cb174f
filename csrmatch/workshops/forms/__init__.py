"""The forms of workshops and their agenda."""

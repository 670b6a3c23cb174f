"""Repair after declines: the best plan that moves few others, for every number of moves."""

"""What the mapping draws, as numbers and places, from plain values."""

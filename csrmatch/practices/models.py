"""The tables of practices."""

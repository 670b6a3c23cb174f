"""The verbs of practices."""

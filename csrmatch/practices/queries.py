"""The reads of practices."""

"""What waits for me, the public front page, health, and the log."""

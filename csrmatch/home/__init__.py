"""What waits for me, the public front page, and health."""

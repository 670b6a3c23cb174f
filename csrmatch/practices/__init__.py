"""What worked, where and how: the library of practices."""

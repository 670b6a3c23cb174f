"""Which workshops a person may see, and who holds them, takes notes and checks people in."""

"""Which practices a person may see and change."""

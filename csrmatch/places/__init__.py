"""States and districts: where everything happens."""

"""Long trials of the optimiser: too slow for tests, each prints what it found beside what was to be found."""

"""The pages of the mapping, from a new exercise to a result and back to its rules."""

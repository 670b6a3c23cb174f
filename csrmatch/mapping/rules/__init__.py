"""Pure decisions of the mapping on plain values."""

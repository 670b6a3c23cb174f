"""Pure decisions on action points."""

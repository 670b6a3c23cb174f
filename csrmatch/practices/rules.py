"""Pure decisions on practices."""

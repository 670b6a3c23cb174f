"""Pure decisions on workshops."""

"""The operations of the API on workshops."""

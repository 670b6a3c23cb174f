"""Organisations, users, for whom they act, and how they sign in."""

"""Sheets of the registry: what a file says of projects and needs, as plain rows, and such rows as sheets."""

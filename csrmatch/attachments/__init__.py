"""Attached files: kept by their digest under random names, served only through the page of their owner."""

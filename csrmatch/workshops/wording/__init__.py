"""The words for workshops and their agenda."""

"""Which action points a person may see and change."""

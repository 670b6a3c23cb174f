"""The files of a workshop: its agenda, the sheet to be signed, and its report with its sections."""

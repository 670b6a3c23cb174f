"""The files of a workshop: its agenda to print, to edit and to put into a calendar."""

"""Imports: workbooks out and back, read, tried, decided on, applied as a whole, and taken back."""

"""Makes the page that explains the criteria: its figures from the code, its pictures, in both languages."""

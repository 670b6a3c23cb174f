"""Action points: who is to do what by when, what was done about it, and how it is chased."""

"""The worst-served district first: best worst score, leximin, and what each costs in total."""

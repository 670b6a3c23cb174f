"""Comments in threads: who said what to whom, corrected in the open and never silently gone."""

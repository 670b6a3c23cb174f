"""Runs the command line as `python -m csrmatch`."""

from csrmatch.cli import main

main()

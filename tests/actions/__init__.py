"""Tests of action points."""

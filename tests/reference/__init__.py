"""Tests of the shipped tables of facts."""

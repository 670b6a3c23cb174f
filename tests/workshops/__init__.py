"""Tests of workshops."""

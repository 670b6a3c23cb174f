"""Tests of search: words, the index, what is found, and what is not told."""

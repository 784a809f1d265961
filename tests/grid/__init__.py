"""Tests of the grid domain."""

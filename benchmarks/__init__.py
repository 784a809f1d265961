"""Benchmarks: figures and ratios, not tests."""

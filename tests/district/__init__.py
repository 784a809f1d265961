"""Tests of district files."""

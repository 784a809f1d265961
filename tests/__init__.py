"""Tests: everything a resident, a clerk or an operator can notice."""

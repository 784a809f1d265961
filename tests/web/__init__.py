"""Tests of the web chat and of the pages of parties."""

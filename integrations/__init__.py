"""Everything with a foreign opinion: stores, files, schedulers, other servers."""

"""Understanding: a resident's Chinese becomes a `Heard`; no database, no clock of its own."""

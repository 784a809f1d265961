"""A Bot API server of our own: Telegram as strict and as unkind as the real one, on loopback."""

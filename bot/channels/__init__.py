"""Channels: what a messaging app says becomes an `Incoming`, what we say reaches the app."""

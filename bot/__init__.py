"""The joined-up bot: channels, the door, the outbox, settings and the command line."""

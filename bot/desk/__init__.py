"""The desk: commands are done here, inside the turn's transaction, and leave events behind."""

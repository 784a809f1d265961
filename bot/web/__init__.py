"""Web pages of residents and parties."""

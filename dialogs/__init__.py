"""The conversation: flows decide what is said and done; nothing here writes."""

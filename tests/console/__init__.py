"""The staff's console, tried through its pages over a real store and the real door."""

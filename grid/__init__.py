"""The grid: units, places, people, tickets and their deadlines; knows nothing outside itself."""

"""People's mediation: cases, parties, the panel, bookings and agreements."""

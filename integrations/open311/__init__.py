"""Open311 GeoReport v2: what other systems send and read, in the standard's own shapes."""

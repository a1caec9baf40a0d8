"""Maps: the self-contained Leaflet page."""

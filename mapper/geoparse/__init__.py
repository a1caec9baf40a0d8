"""Geoparse: place names found in a report and resolved to places."""

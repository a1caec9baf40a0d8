"""Fronts: control areas and the line between them, estimated from places."""

"""Verbs of the command that are too long for its own file."""

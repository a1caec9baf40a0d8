"""Frames: what verbs, nouns and set phrases say about who holds a place."""

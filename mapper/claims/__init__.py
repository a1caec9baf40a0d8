"""Claims: what a report says about who holds which place.

A module imports only modules before it: claim, reading, rows; expressions, days, when; units, tagger, phrases, clauses,
subjects, lists, targets, stance, attribution; frames; discourse, sides, speakers, dating, statement, making, merging,
feud, grammar.
"""

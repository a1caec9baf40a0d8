"""Claims: what a report says about who holds which place.

A module imports only modules before it. What a claim is: claim, reading, rows, trust, extractor. When: stretches,
expressions, dates, days, chronicle, when. Of what a sentence is made: classes, units, tagger, phrases, clauses. What
hangs on what: lying, parts, attachment, antecedents, apposition, lists, subjects, targets. How it is meant and who says
so: stance, speaking, saying, attribution. What happens: frames. What is known from before: discourse, feud, dating,
sides, speakers. The claims themselves: making, quotations, statement, merging, denials, grammar. From elsewhere than
the grammar: grounding, hand, door, endpoint.
"""

"""Skeletons one slip away from another: a consonant added, left out, or exchanged for another."""

from __future__ import annotations

LETTERS = "bdfhjklmnprstvwz"  # all that a skeleton is made of; w only at the start
SHORTEST = 3  # a slip in a shorter skeleton makes another name


def neighbours(skeleton: str) -> tuple[str, ...]:
    """Every skeleton within one slip, without this one; none for a skeleton too short to tell.

    Two consonants changing places counts as one slip. A shorter skeleton is not reached: a name of
    two consonants is like too many.
    """
    if len(skeleton) < SHORTEST:
        return ()
    cuts = [(skeleton[:i], skeleton[i:]) for i in range(len(skeleton) + 1)]
    found = {head + letter + tail for head, tail in cuts for letter in LETTERS}
    found |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in LETTERS}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    if len(skeleton) > SHORTEST:
        found |= {head + tail[1:] for head, tail in cuts if tail}
    return tuple(sorted(found - {skeleton}))

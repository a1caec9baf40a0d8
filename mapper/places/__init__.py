"""Places: what is known of a place, and the gazetteers that know it by name."""

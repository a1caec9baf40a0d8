"""Claims: what a report says about who holds which place."""

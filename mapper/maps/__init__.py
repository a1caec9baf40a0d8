"""Maps: one self-contained page that shows who held what, when, and who said so."""

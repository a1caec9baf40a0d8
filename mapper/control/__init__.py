"""Claims settled into who held what when."""

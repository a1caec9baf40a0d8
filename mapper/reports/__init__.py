"""Reports: files and JSON lines in, one value a report out."""

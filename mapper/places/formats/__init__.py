"""Readers of the tables that public gazetteers are published in, one file a publisher."""

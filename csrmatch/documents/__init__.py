"""Writers of documents: CSV and Excel tables."""

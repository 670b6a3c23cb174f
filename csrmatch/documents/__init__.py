"""Writers of documents, CSV and Excel tables, and the one reader of sheets that others wrote."""

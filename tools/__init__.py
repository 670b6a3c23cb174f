"""What developers run beside the product: assets, translations, pictures of the pages."""

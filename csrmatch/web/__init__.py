"""What every page needs: guards, forms, tables, downloads, errors."""

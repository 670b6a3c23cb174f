"""What every operation of the API needs: its addresses, document, paging, conditions and problems."""

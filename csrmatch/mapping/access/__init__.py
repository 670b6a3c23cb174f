"""Which records of the mapping a person may see and change, one module for each kind of record."""

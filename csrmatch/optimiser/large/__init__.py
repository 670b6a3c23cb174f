"""Problems too large for one matrix: likely cells are solved, every cell is held against the prices."""

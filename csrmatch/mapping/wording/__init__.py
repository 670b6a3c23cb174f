"""The words of the mapping's codes, one room for each thing they are said of."""

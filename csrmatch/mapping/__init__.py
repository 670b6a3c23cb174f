"""One district, one CPSE: from rows to a proposal that explains and proves itself."""

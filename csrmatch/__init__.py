"""csrmatch: brings the CSR of central public sector enterprises to aspirational districts."""

__version__ = "0.1.0"

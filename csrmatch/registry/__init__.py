"""The registry: CPSEs, their places of operation and their CSR as filed."""

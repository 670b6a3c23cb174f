"""The fund plan: money from CPSEs to needs, beyond the leads."""

"""What of workshops can be found."""

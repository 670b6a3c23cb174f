"""What the registry draws: plain records in, the parts of a picture with their words out."""

"""Files to documents: the first stage."""

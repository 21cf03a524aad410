"""Letters: rendered once, sent once."""

"""Pages of municipalities."""

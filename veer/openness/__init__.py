"""What anybody may see: the finder, the law, the numbers."""

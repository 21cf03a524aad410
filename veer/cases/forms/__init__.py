"""Forms: questions made from the law's own declarations, and what officials fill in."""

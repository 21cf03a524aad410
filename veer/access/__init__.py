"""Who may do what, and on which ones."""

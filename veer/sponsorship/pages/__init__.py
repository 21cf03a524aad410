"""The pages of sponsors: for everybody, for a group, and for who works on them."""

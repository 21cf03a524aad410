"""Municipalities: what they are told of who comes, what they say, the places they declare, and moves between them."""

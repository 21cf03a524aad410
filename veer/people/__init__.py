"""Accounts, persons, and the facts stated about them."""

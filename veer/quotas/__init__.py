"""Quotas: a limited number of places, and a ledger that says who took which. It cannot be overdrawn."""

"""Reception: places, who waits for one and why in this order, who stays where, and what of it the public sees."""

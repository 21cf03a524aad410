"""The coach and the plan: a room with a database of its own, which no credential of the authority opens."""

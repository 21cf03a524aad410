"""Days, calendars and clocks as pure functions."""

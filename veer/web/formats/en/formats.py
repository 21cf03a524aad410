"""English as Europe writes it: 14 March 2027, 16:05."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"

"""The pages of the room, by whose they are: thin, through acts and queries."""

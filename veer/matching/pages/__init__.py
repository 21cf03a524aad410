"""The pages of this room: thin, each around one query and the acts that it offers."""

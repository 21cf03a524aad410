"""The command line: reads and writes files, prints answers."""

"""The subcommands, a module each: `add` declares its arguments, the function behind `run` does it."""

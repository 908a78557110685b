"""The command line, one thin function for each subcommand; whatever is heavy is imported where it is needed."""

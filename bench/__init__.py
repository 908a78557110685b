"""The figures of the README, each a module with a function `measure` that gives lines to print."""

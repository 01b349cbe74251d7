"""Articles to rows, each with its evidence."""

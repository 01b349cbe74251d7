"""Pages to articles, or to the reason why not."""

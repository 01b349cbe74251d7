"""Running stages over days: the plan of what is new or stale, the one runner of it, and the events it tells."""

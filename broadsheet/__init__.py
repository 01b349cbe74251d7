"""Broadsheet: a warehouse of what the news said, each row with its evidence."""

__version__ = "0.1.0"

"""The lake packed into the one file that analysts open."""

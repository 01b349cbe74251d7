"""A soak: hours of polls and runs of sites on this machine, killed at random, read all the while, and then audited.

Laws: every version that a site published is in the warehouse once, or has a recorded reason; no open fails and no
release goes backwards; every evidence holds; memory and disk stay flat; nothing is left running or in temporary
folders.
"""

"""Wiring for Dagster: definitions, partitions, jobs, schedules, sensors, and runs started from the command line."""

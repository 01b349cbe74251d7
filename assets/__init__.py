"""Thin Dagster assets: read, call, write, report. One folder a group, in the order in which data flows."""

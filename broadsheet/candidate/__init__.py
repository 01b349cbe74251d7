"""A candidate derivation beside the current one: made, compared row by row, and promoted or dropped.

Belongs here: the second place for the tables of the derive stage, what differs between the two, and making the
candidate the current one. How rows are derived belongs to `broadsheet.stages.derive`.
"""

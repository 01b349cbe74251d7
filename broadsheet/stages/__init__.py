"""What each stage does with days: read from the lake, call the stage's package, write back whole partitions.

`registry` says which stages there are, what each reads and writes and what it is made of; everything else that knows
stages computes it from there. Belongs here: that registry, and which rows a stage reads and writes, without any
Dagster. How a page is read or a claim is found belongs to the packages named after that; when a day is run belongs to
`broadsheet.run`. This module imports nothing, so that `broadsheet.tables` can ask the registry.
"""

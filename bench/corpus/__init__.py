"""A made-up world and what its papers print, with the truth beside it.

Belongs here: names, texts and plans of the generator that `bench.make_corpus` runs. All of it follows from a seed, so a
second seed is a second world. Scoring belongs in `bench.score_corpus`.
"""

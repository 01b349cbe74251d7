"""Text to spaCy Doc: tokens, sentences, names, syntax. Derive code knows only Doc.

`pipeline.load_language_model` gives the shipped pipeline, any other spaCy pipeline by name or path, or spaCy's blank
pipeline of a language for which nothing is shipped; `version` says which without loading it. This module imports
nothing, so that asking for the version does not load spaCy.
"""

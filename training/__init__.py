"""How the shipped English model is made: corpora, training, export and scores. Needs torch; the library does not."""

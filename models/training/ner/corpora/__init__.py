"""One reader per public corpus; each yields sentences with the labels of the corpus."""

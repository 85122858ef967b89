"""The finders: one package or module per plural noun; what one needs of another it is given."""

"""How the name packs (models/<code>/ner) are trained."""

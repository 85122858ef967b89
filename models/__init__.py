"""Language packs and what they share: data, not code (see README.md)."""

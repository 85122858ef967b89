"""A large multilingual net, tuned on the press corpus, that teaches the small ones and is not shipped."""

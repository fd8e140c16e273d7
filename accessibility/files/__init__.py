"""Takes a finished file; gives findings on it, whoever made it."""

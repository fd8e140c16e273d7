"""Takes a publication; gives its measures of readability, and findings where it misses a target."""

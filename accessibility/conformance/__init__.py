"""Takes a finished file; gives what an outside validator says of it, as findings."""

"""Takes a document or a finished file; gives findings: what some readers could not use."""

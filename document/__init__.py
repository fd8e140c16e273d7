"""Takes the source of a publication; gives the document, its editions and its findings."""

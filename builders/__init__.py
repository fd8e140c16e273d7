"""Takes one edition of a publication; gives one finished file, and what it could not hold."""

"""Takes a number of leaflets and a seed; gives a folder of publications, the same each time."""

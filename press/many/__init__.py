"""Takes a folder of publications; gives each of them built, here or on a cluster, or its errors."""

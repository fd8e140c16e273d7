"""Takes commands; gives finished files, findings, and word of what was done."""

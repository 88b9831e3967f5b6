"""Closed files: those of minors and those whose criminal record is sealed, with their own way in."""

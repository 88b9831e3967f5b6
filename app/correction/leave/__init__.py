"""Leaving the city or county, recurring crossings, moving elsewhere."""

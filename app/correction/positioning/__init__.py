"""Dedicated positioning devices under article 29, and how long locations are kept."""

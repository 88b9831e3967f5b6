"""Notices: what happened, told to the people it concerns."""

"""Lawyers: the roster, who fits a matter, and the offers made to them."""

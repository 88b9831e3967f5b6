"""Phones' keys: registered at the counter, listed, taken out of use."""

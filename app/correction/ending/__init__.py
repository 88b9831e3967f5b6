"""Handover between offices and the end of an order."""

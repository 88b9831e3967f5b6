"""Sanctions and rewards: human decisions only."""

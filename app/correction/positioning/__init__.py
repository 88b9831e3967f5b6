"""Continuous positions from a dedicated device: only under an authorisation of 社区矫正法 29, and gone on time."""

"""Orders: who is under correction, where, how closely, until when."""

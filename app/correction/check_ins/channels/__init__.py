"""Ways to check in without a phone of one's own, and what an officer adds: all count alike."""

"""Areas a person may move in, and places they may not enter."""

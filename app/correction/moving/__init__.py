"""Moving to another county: asked for, the new place consulted, decided, files sent, the person there."""

"""Leave to enter a forbidden place or to meet somebody kept away: asked for, decided by the county, told on."""

"""Who fits a matter, and why: constraints, named terms, weights of a centre, the shortlist."""

"""What the judgement says and which papers came with it: sentence, term, co-defendants, what looks wrong."""

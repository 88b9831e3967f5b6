"""Work done with a person: visits that keep their secret (社区矫正法 26), help given (37 to 43, 55)."""

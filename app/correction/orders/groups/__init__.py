"""The correction group and the individual plan (社区矫正法 24, 25, 52)."""

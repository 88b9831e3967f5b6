"""Education and public-benefit activities (社区矫正法 36 to 42): offered by ability, attended, timed; no quota."""

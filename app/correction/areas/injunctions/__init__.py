"""Injunctions of a judgement (禁止令): what somebody may not do, where they may not go, whom they may not see."""

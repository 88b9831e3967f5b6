"""Tests of the product."""

import gc

gc.set_threshold(50_000, 20, 50)  # modules stay for good: looking for garbage among them slows every start

"""How evenly offers and load fall on the roster, over any period."""

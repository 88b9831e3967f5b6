"""Assignments of matters and the offers made under them: asked, viewed, answered, expired, next."""

"""Starts and stops what the product stands on: the embedded services and `yjt up`.

Used by the command line and by the tests' fixtures, never by the API or the worker: a server that is
started inside an API process dies with it. Standard library and rich only, so that nothing here waits for
a framework to be imported.
"""

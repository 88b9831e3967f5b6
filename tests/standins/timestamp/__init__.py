"""A time-stamping authority on the loopback: the real `openssl ts` (RFC 3161) behind HTTP, with a root of its own.

Its folder holds ``root.pem`` (whom to trust), the certificates and key it signs with, and OpenSSL's configuration.
What it vouches for is nothing outside the machine.
"""

"""A stand-in of the WeChat server API on loopback: same paths, same fields, same errors, no WeChat.

Codes it understands, so that a person at a terminal can play a phone (whatever follows a dot is ignored
and only makes a code new, because each code works once):

=====================  ==========================================================================
``login-<openid>.1``   a ``wx.login`` code of the account ``<openid>``
``phone-13800138000``  a getPhoneNumber code of that number; ``phone-852-51234567`` for Hong Kong
``err-45011``          the answer is that errcode, every time
``busy2-login-<x>``    answers -1 (system busy) twice, then works
``hang-x``             no answer until the client gives up
``http-502``           an HTML page with that status, as a broken gateway sends
=====================  ==========================================================================

``POST /_standin/codes {"stands_for": "login-<openid>"}`` makes a random code that expires after five
minutes; ``/_standin/time {"seconds": 301}`` lets that time pass; ``/_standin/revoke-token`` makes the
access token invalid; ``GET /_standin/state`` counts the calls.
"""

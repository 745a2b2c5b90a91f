"""Faithful fakes of the servers the gateway talks to: real HTTP servers on loopback."""

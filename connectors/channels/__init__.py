"""Platforms behind one protocol: ``protocol.py`` says what a channel is, every other module is one."""

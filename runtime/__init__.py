"""Environments, training, the three processes and their readiness: everything between the code and a running assistant.

``interpreters``, ``uv``, ``environments`` and ``bootstrap`` run before any environment exists: they use the standard
library alone and keep to Python 3.9.
"""

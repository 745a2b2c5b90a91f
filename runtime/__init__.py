"""From the code to a running assistant: environments, training, the three processes, their readiness.

``interpreters``, ``uv``, ``environments`` and ``bootstrap`` run before any environment exists: they use the
standard library alone and keep to Python 3.9.
"""

"""The command line, ``troly``: thin commands over ``runtime``, ``knowledge_base`` and ``evaluation``."""

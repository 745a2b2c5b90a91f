"""Training of the diacritics restorer: from the corpora to the two files the restorer reads.

Nothing here runs in the product. ``python -m vietnamese.training --help`` says how the files are made.
"""

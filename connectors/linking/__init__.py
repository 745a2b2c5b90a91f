"""Linking: what was written on one channel can be read on another, once the user carried a code across.

    user, on the web        "mã liên kết"       → 123-456, for ten minutes and one use
    the same, on Telegram   "mã 123-456"        → both conversations show what was asked and answered in the other

    reading.py   what of all this a text asks for
    saving.py    what is saved of it: of a typed code only the hash
    codes.py     codes and their hashes
    tables.py    codes, links, wrong tries
    links.py     issuing, using, cutting
    past.py      what a linked conversation shows of another
    answers.py   what the user is told

Links join two conversations, never three: what is linked to the other side stays unread.
"""

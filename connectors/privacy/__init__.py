"""Personal data that visitors type: found in their text, so that it is taken out before anything is kept.

    spans = find("căn cước 051203004567, mã OTP là 482913")     # identity, secret
    hide("gọi em 0905 123 456", {Kind.PHONE: "số điện thoại"})    # "gọi em [số điện thoại]"

Decree 13/2023/NĐ-CP and Law 91/2025/QH15 ask that no more data is kept than the purpose needs; a commune's
assistant needs none of these numbers to answer. Pure functions: nothing here stores, logs or sends.

    reading.py   the text as its reader sees it: no marks, no invisible signs, digits of every script
    runs.py      digits that belong together, however they are grouped
    shapes.py    which digits are an identity number, a mobile number, a card, a health card
    words.py     the words beside a number that say what it is, from ``words.yml``
    finding.py   all of it together
    hiding.py    placeholders in the place of what was found
"""

from connectors.privacy.finding import Found, find
from connectors.privacy.hiding import hide, kinds_hidden
from connectors.privacy.kinds import Kind

__all__ = ["Found", "Kind", "find", "hide", "kinds_hidden"]

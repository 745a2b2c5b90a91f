"""The Zalo Bot channel: a bot without an Official Account, for trials. Text only: choices are answered by number.

updates     what the platform tells of a message
client      the calls
polling     updates fetched, for a machine without a public address
channel     verify → parse → normalise → render → deliver
"""

"""From a saved message to its stored replies, whatever the channel.

``intake`` takes a request through its channel and saves the message, ``dispatcher`` works conversations in
order, ``turn`` asks Rasa and stores the replies, ``hub`` wakes those who wait for them. ``withholding`` keeps
personal data out, ``erasing`` deletes a conversation for good.
"""

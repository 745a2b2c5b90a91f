"""What runs inside the Rasa 3.6 server (Python 3.10): NLU components, the gateway channel, the stores.

    normaliser     writes the spelling the pipeline works on beside the text as it was typed
    tokenizer      Vietnamese words through underthesea; a token's lemma is its folded form
    classifier     intents: linear model on words, folded syllables and folded characters
    questions      where one question of a message ends and the next begins (words: question_words, utterance)
    parts          what a message of several questions carries beside its intent
    gazetteer      entities of the lookup tables, tolerant of missing diacritics and one typing error
    entities       those of a text: names that nothing else bears, numbers
    numbering      years and task numbers
    gateway_channel  the only door; the gateway alone has the key
    tracker_store  the last turns of each conversation, cheap to read and write
    lock_store     one message of a conversation at a time
    action_endpoint  the way to the action server: one kept connection, no question in the log
    server         `python -m bot.server run`: Rasa's own server with that endpoint and those locks
    measure        `python -m bot.measure`: how often the intents are right
    read_entities  `python -m bot.read_entities`: the entities of texts, as the pipeline finds them
    measure_questions  `python -m bot.measure_questions`: how often several questions are told apart

Rasa imports these modules by the names in `config.yml`, `bot/credentials.yml` and `bot/endpoints.yml`, with
the repository root on `sys.path`.
"""

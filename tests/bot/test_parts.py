from bot.parts import parts_of

TEXT = "Tôi ở Minh Long. Năm 2030 phủ 5G bao nhiêu phần trăm? Ai chủ trì việc này? VNeID làm ở đâu?"


def entity(text, kind, words, value=None):
    start = text.index(words)
    return {"entity": kind, "value": value or words, "start": start, "end": start + len(words)}


def ranked(**intents):
    def classify(text):
        name = next((intent for intent, word in intents.items() if word in text), "ask_rule")
        return [(name, 0.9), ("follow_up", 0.05)]

    return classify


CLASSIFY = ranked(ask_target="phủ", ask_responsible="chủ trì", ask_how_to="VNeID")
ENTITIES = [
    entity(TEXT, "agency", "Minh Long", "minh-long"),
    entity(TEXT, "year", "2030"),
    entity(TEXT, "topic", "5G", "Mạng 5G"),
    entity(TEXT, "topic", "VNeID"),
]


def parts(text=TEXT, entities=ENTITIES, classify=CLASSIFY):
    return parts_of(text, entities, classify, 0.35, 0.05)


def named(part):
    return [one["value"] for one in part["entities"]]


def test_each_part_has_its_intent_and_its_place():
    found = parts()
    assert [one["intent"]["name"] for one in found] == ["ask_target", "ask_responsible", "ask_how_to"]
    assert TEXT[found[0]["asks_from"] : found[0]["end"]] == "Năm 2030 phủ 5G bao nhiêu phần trăm?"
    assert TEXT[found[1]["start"] : found[1]["end"]] == "Ai chủ trì việc này?"
    assert found[1]["intent_ranking"][0] == {"name": "ask_responsible", "confidence": 0.9}


def test_who_asks_holds_for_all_and_a_topic_for_what_leans_on_it():
    first, second, third = parts()
    assert named(first) == ["minh-long", "2030", "Mạng 5G"]
    assert (named(second), second["leans"]) == (["minh-long", "Mạng 5G"], True)
    assert (named(third), third["leans"]) == (["VNeID", "minh-long"], False)


def test_a_question_of_a_plan_stays_with_the_agency_of_the_one_before_and_others_do_not():
    text = "Hạn báo cáo của Đức Phú là ngày nào? Ai chủ trì 5G? Quên mật khẩu thì làm sao?"
    found = parts(text, [entity(text, "agency", "Đức Phú", "duc-phu")], ranked(ask_responsible="chủ trì"))
    assert [named(one) for one in found] == [["duc-phu"], ["duc-phu"], []]


def test_a_message_of_one_question_has_no_parts():
    assert parts("VNeID làm ở đâu?", []) == []


def test_an_intent_that_is_not_believed_of_a_fragment_is_a_search():
    text = "VNeID làm ở đâu? Thẻ nhà hàng xóm mất thì báo ai?"

    def classify(share, name, second):
        return lambda piece: (
            [(name, share), ("follow_up", second)] if "Thẻ" in piece else [("ask_how_to", 0.9), ("follow_up", 0.1)]
        )

    for share, name, second, believed in (
        (0.9, "ask_rule", 0.05, True),
        (0.3, "ask_rule", 0.05, False),
        (0.5, "ask_rule", 0.48, False),
        (0.5, "ask_personal_data", 0.1, False),
        (0.7, "ask_personal_data", 0.1, True),
    ):
        intent = parts(text, [], classify(share, name, second))[1]["intent"]["name"]
        assert intent == (name if believed else "nlu_fallback")


def test_a_fragment_is_not_refused_where_what_is_asked_with_it_hardly_would_be():
    text = "Bản sao số để làm gì? Lấy dữ liệu ở đâu?"
    together = [("ask_task", 0.8), ("ask_plan_info", 0.1)]

    def classify(refused):
        def ranking(piece):
            if piece.startswith("Lấy"):
                return [("request_wrongdoing", 0.7), ("ask_task", 0.2)]
            return [*together, ("request_wrongdoing", refused)]

        return ranking

    assert [one["intent"]["name"] for one in parts(text, [], classify(0.02))] == ["ask_task", "ask_task"]
    assert parts(text, [], classify(0.2))[1]["intent"]["name"] == "request_wrongdoing"


def test_a_question_of_one_of_two_kinds_is_of_the_kind_that_the_message_surely_is():
    text = "Kế hoạch này thực hiện kế hoạch nào? Số bao nhiêu?"

    def classify(share):
        def ranking(piece):
            if piece.endswith("nào?"):
                return [("ask_responsible", 0.45), ("ask_plan_info", 0.35)]
            return [("ask_plan_info", share), ("ask_responsible", 0.05)]

        return ranking

    assert parts(text, [], classify(0.9))[0]["intent"]["name"] == "ask_plan_info"
    assert parts(text, [], classify(0.7))[0]["intent"]["name"] == "ask_responsible"


def test_what_a_plan_says_of_a_term_is_asked_after_what_it_means():
    text = "IPv6 là gì? Minh Long đặt mục tiêu bao nhiêu?"
    entities = [entity(text, "topic", "IPv6"), entity(text, "agency", "Minh Long", "minh-long")]
    _, second = parts(text, entities, ranked(ask_definition="là gì", ask_count="mục tiêu"))
    assert (named(second), second["leans"]) == (["minh-long", "IPv6"], True)

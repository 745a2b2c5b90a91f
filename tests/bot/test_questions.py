import pytest

from bot.questions import MOST_PARTS, behind_the_address, opening_of, several

INTENTS = {
    "phối hợp": "ask_unit_duties",
    "chủ trì": "ask_responsible",
    "chu tri": "ask_responsible",
    "hạn": "ask_deadline",
    "chào": "greet",
}


def classify(text):
    """As sure as can be, by one word; what holds none of them is a rule that is asked for."""
    intent = next((name for word, name in INTENTS.items() if word in text.lower()), "ask_rule")
    return [(intent, 0.9), ("follow_up", 0.05)]


def found(text, names=()):
    return [text[one.start : one.end] for one in several(text, names, classify)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Hạn báo cáo là ngày nào và ai chủ trì phủ sóng 5G?",
            ["Hạn báo cáo là ngày nào", "ai chủ trì phủ sóng 5G?"],
        ),
        ("Cho hỏi lệ phí làm CCCD? Với lại làm mấy ngày thì có?", ["Cho hỏi lệ phí làm CCCD?", "làm mấy ngày thì có?"]),
        (
            "so tong dai vneid la bao nhieu, con bi lua dao thi bao so nao",
            ["so tong dai vneid la bao nhieu", "bi lua dao thi bao so nao"],
        ),
        (
            "Chào em, chị muốn hỏi 2 việc: 1) cài VNeID ở đâu 2) mất thẻ thì báo ai",
            ["Chào em, chị muốn hỏi 2 việc: 1) cài VNeID ở đâu", "mất thẻ thì báo ai"],
        ),
        (
            "duc phu phu 5g bao nhieu phan tram ai chu tri viec nay",
            ["duc phu phu 5g bao nhieu phan tram", "ai chu tri viec nay"],
        ),
        (
            "Ví điện tử là gì; nộp tiền vào ví ở đâu; mất ví thì làm sao?",
            ["Ví điện tử là gì", "nộp tiền vào ví ở đâu", "mất ví thì làm sao?"],
        ),
        (
            "Cho hỏi cách ký số file, ngoài ra chứng thư hết hạn thì gia hạn ở đâu",
            ["Cho hỏi cách ký số file", "chứng thư hết hạn thì gia hạn ở đâu"],
        ),
        (
            "- Phí chứng thực bao nhiêu?\n- Có làm thứ bảy không?",
            ["Phí chứng thực bao nhiêu?", "Có làm thứ bảy không?"],
        ),
    ],
)
def test_questions_are_told_apart(text, parts):
    assert found(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Minh Long và Đức Phú, nơi nào có mục tiêu 5G cao hơn?",
        "đăng ký và kích hoạt chữ ký số thế nào",
        "Phòng Kinh tế, Phòng Văn hóa phải làm gì",
        "VNeID, là gì vậy",
        "nếu quên mật khẩu thì làm sao",
        "làm qua mạng có được không hay phải ra công an",
        "Mẹ tôi 80 tuổi, chưa có thẻ, có làm VNeID được không?",
        "Tôi không biết đăng nhập thế nào. Chỉ giúp tôi với.",
        "Nhiệm vụ 4.2 do ai chủ trì và ai phối hợp?",
        "Khi nào cần chữ ký số, khi nào không cần?",
        "Cảm ơn em. Còn thủ tục kết hôn thì sao?",
        "Vừa rồi có ai đó đòi mã OTP, tôi chưa đưa, vậy có sao không",
        "ngân hàng nào, ví nào thì trả được tiền",
        "cai app nay cua ai lam, co phai cua nha nuoc khong",
        "neu khong co may tinh thi nop ho so bang cach nao, dien thoai duoc khong",
        "toi muon hoi ve han bao cao. cua xa duc phu. la ngay nao",
        "xin chào",
        "",
        "...",
        "/ask_target",
    ],
)
def test_one_question_stays_whole(text):
    assert found(text) == []


def test_a_greeting_that_sounds_like_a_question_is_none():
    assert found("Chào em khỏe không? Làm căn cước ở đâu vậy em?") == []


def test_another_place_for_the_same_question_is_compared_not_asked_anew():
    text = "Minh Long phủ 5G bao nhiêu phần trăm? Còn Đức Phú thì sao?"
    at = text.index("Đức Phú")
    assert found(text, [(0, 9), (at, at + 7)]) == []


def test_a_year_is_no_condition_that_tells_two_questions_apart():
    text = "năm 2025 phủ 5G tới mức nào, và đến năm 2030 thì nâng lên bao nhiêu"
    at = text.index("2030")
    assert found(text, [(4, 8), (at, at + 4)]) == []


def test_what_leaves_out_its_topic_leans_on_the_question_before():
    parts = several("Làm căn cước ở đâu? Mất bao lâu thì có? Mất điện thoại thì khóa sim thế nào?", [], classify)
    assert [one.leans for one in parts] == [False, True, False]


def test_places_are_those_of_the_text_as_it_was_typed():
    text = "cks là j?\u200b  Với lại   đk ở đâu z"
    assert found(text) == ["cks là j?", "đk ở đâu z"]


def test_there_is_an_end_to_the_questions_and_to_the_message():
    many = " ".join(f"Giấy số {number} của hàng xóm xin ở đâu?" for number in range(20))
    assert len(found(many)) == MOST_PARTS
    assert found("Lệ phí bao nhiêu? Nộp ở đâu? " * 200) == []


def test_the_question_proper_begins_behind_the_story():
    text = "Tôi ở Minh Long. Xã mình có nhiệm vụ gì? Kinh phí thì lấy ở đâu?"
    first = several(text, [(6, 15)], classify)[0]
    assert text[opening_of(text, [(6, 15)], first) : first.end] == "Xã mình có nhiệm vụ gì?"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("cháu ơi cho bác hỏi chừng nào có sóng 5G", "chừng nào có sóng 5G"),
        ("chau oi cho bac hoi chung nao co song 5G", "chung nao co song 5G"),
        ("Chào bạn", ""),
        ("Chừng nào có sóng 5G", ""),
    ],
)
def test_what_is_asked_stands_behind_who_is_spoken_to(text, asked):
    assert behind_the_address(text) == asked

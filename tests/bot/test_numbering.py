import pytest

from bot.numbering import numbers


def found(text):
    return [(one.entity, one.value) for one in numbers(text, lambda: 2026)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("đến năm 2030", ["2030"]),
        ("giai đoạn 2025-2030", ["2025", "2030"]),
        ("2025–2030", ["2025", "2030"]),
        ("tháng 12/2025", ["2025"]),
        ("năm nay làm gì", ["2026"]),
        ("nam nay lam gi", ["2026"]),
        ("sang năm", ["2027"]),
        ("năm sau thì sao", ["2027"]),
        ("năm ngoái", ["2025"]),
        ("tới năm hai ngàn không trăm ba mươi", ["2030"]),
        ("nam hai nghin khong tram hai lam", ["2025"]),
        ("hai ngàn chín mươi đồng", []),
        ("năm 30", []),
        ("năm 2019 và 2046", []),
        ("ngày 15/3/2025", []),
        ("2.025 người", []),
        ("12025", []),
        ("Việt Nam nay đã khác", []),
        ("anh Nam nay đi đâu", []),
        ("các năm sau", []),
        ("5 năm tới", []),
        ("hai năm nay", []),
    ],
)
def test_years(text, years):
    assert [value for entity, value in found(text) if entity == "year"] == years


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("nhiệm vụ 4.2 ai làm", ["4.2"]),
        ("nhiem vu so 4.2", ["4.2"]),
        ("mục 1.1 và mục III.1", ["1.1", "III.1"]),
        ("mục IV nói gì", ["IV"]),
        ("2.4 là gì", ["2.4"]),
        ("nhiệm vụ 3", ["3"]),
        ("mục vi phạm", []),
        ("wifi 2.4 GHz", []),
        ("2.4g", []),
        ("giá 1.5 triệu", []),
        ("12.5%", []),
        ("1.500.000 đồng", []),
        ("công nghiệp 4.0", []),
        ("công nghệ 4.1", []),
        ("ngày 1.7", []),
        ("android 8.1", []),
        ("192.168.1.1", []),
        ("có 3 nhiệm vụ 5 người làm", []),
        ("nhiệm vụ năm 2025", []),
    ],
)
def test_task_numbers(text, tasks):
    assert [value for entity, value in found(text) if entity == "task_number"] == tasks


def test_positions_are_those_of_the_text():
    text = "Nhiệm vụ số 4.2 đến năm 2030"
    assert [text[one.start : one.end] for one in numbers(text)] == ["2030", "4.2"]

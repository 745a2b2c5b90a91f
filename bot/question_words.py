"""The words by which a question is known, and those that join one question to the next.

Patterns are written with diacritics and compiled twice: for text that carries diacritics as they are, for text
without them folded. Folded, many words are others as well ("may" is "mấy" and "máy", "dau" is "đâu" and "đầu",
"con" is "còn" and a child), so those ask for a neighbour that tells them apart. A pause stands in the text as " ,".
"""

from __future__ import annotations

import re
from typing import Dict, FrozenSet, NamedTuple, Pattern

from vietnamese import fold

_COUNTED = (
    "ngày|giờ|tiền|lần|năm|tháng|tuần|bản|cách|mức|loại|giấy|người|tuổi|đồng|nhiệm vụ|chỉ tiêu|tờ|phần|kế hoạch|bước|"
    "số|cái|thứ|hôm|bữa|nghìn|ngàn|triệu|phút|bộ|ký tự|trạm|điểm|xã|đơn vị|hồ sơ|thủ tục|mục"
)
_END = r"(?=$|\ ,)"
_ASKS = rf"""
    gì | nào | bao\ nhiêu | bao\ lâu | bao\ giờ | khi\ nào | thế\ nào | ra\ sao | làm\ sao | tại\ sao | vì\ sao
    | thì\ sao | sao\ (?:vậy|ta|hả|nhỉ|đây) | sao{_END}
    | mấy\ (?:{_COUNTED})\b(?!\ (?:trước|nay|qua)) | (?:số|thứ|điều|khoản|mức|lúc|hồi|cấp|mục)\ mấy
    | (?:hết|mất|tốn|phí|giá|là|tiền)\ nhiêu{_END}
"""
_ASKS_MARKED = rf"| đâu | mấy{_END} | ai"
_ASKS_FOLDED = rf"""
    | (?:o|den|tu|ra|di|cho|gui|lay|bao|nop|tai|len|xem|coi|tim|mua|ve|gap|kien|nhan|khai|lam|hoi|goi)\ dau
        (?!\ (?:moi|tien|nam|tu|vao|bao|hieu|du)\b)
    | dau{_END} | ai(?!\ (?:o|ti)\b) | (?:o|di|cho)\ mo{_END} | (?:phi|het|mat|ton|gia)\ nhieu{_END}
"""
# "không gì", "ai đó", "nào cũng": nothing is asked by these.
_INDEFINITE = r"""
    (?:không|chẳng|chả|chưa)\ (?:(?!(?:thì|vậy|nên|là|biết|được)\b)\w+\ ){0,3}(?:gì|ai|nào|đâu)\b(?:\ (?:hết|cả|nữa))?
    | (?:gì|nào|ai|đâu|sao)\ (?:đó|đấy|kia|hết|cả|cũng|đều)\b
    | (?:mấy|bao\ nhiêu|bao\ giờ|khi\ nào|thế\ nào|ra\ sao)\ cũng\b
    | (?:bản|không|chẳng)\ sao\b | sao\ (?:y|kê|lưu|chép|cho)\b | đâu\ (?:có|phải|biết)\b | gì\ đâu\b
    | bất\ (?:kỳ|cứ)\ \w+\ nào | (?:đến|tới)\ đâu\ rồi | dù\ (?:\w+\ ){1,4}(?:gì|nào)
"""
# A question that is only reported: "tôi không biết đăng nhập thế nào, chỉ giúp tôi".
_REPORTED = r"(?:không|chẳng|chưa|chả|đâu) (?:biết|hiểu|rõ|nhớ)|(?:để|sao|cách|cách nào|nào để) biết"
# Who is spoken to and that something will be asked; "cô có mấy …" is no address.
_OPENER = (
    r"(?:(?:dạ|alo|ủa|vâng|ừ|ok|xin|chào|thưa|anh|chị|em|cô(?! (?:mấy|bao|phải|cách|cần|được))|chú|bác|cháu|con|bạn|"
    r"ad|ơi|ạ|tôi|mình|tụi|muốn|cần|cho|hỏi|biết|là|thì|xíu|chút|tí|giúp|nhờ|với|về|và|còn|rồi|vậy|thế|nữa|một|"
    r"mấy(?= (?:việc|chuyện|câu|ý|điều))|việc|chuyện|ý|câu|thứ|nhất|hai|ba|\d+|,) )"
)
_ANNOUNCES = r"(?:hỏi|muốn biết|tìm hiểu)"
# Interrogatives that open a question of their own, wherever it ends.
_WHO = (
    r"(?:ai|(?:đơn vị|cơ quan|phòng|sở|nơi|bên|xã|tổ chức) nào) (?:là|chủ trì|ký|phụ trách|chịu|quản lý|phối hợp|làm|"
    r"lo|ban hành|giám sát|báo cáo|phải)"
)
_SUBJECT = (
    rf"{_WHO}|tại sao|vì sao|làm sao|làm thế nào|khi nào|bao giờ|có (?:mấy|bao nhiêu)|bao nhiêu|bao lâu|"
    r"(?:đơn vị|cơ quan|thời gian|năm|cái|nơi) nào"
)
_DIRECTIVE = (
    r"(?:hướng dẫn|chỉ(?: \w+){0,3} cách|liệt kê|so sánh|kể tên|giải thích|nêu|xin số|cho(?: \w+)? xin|"
    r"cho(?: \w+)? biết)"
)
_STRONG = (
    r"(?:với lại|ngoài ra|thêm nữa|còn nữa|nhân tiện|tiện thể)(?: là| thì)?|à mà|à còn|tiện đây|sẵn (?:tiện|đây|cho)|"
    r"hỏi thêm|cho(?: \w+)? hỏi (?:thêm|luôn)|(?:và|rồi|còn)(?: \w+)? (?:cho|xin)(?: \w+)? hỏi|"
    r"(?:và|rồi) (?:nhờ|giúp|chỉ|hướng dẫn)(?: \w+){0,3} cách|"
    r"(?:câu|ý|việc|điều|chuyện) (?:thứ )?(?:hai|ba|tư|2|3|4)|một (?:việc|câu|chuyện) nữa"
)
_WEAK = r"và|còn(?! thì| cái)|thế còn|vậy còn|rồi(?! thì| mà| nên| vậy| giờ| bây)"
# What a clause begins with that goes on with the one before.
_GOES_ON = r"hay|hoặc|thì|mà thì|nên|vì(?! sao)|tại(?! sao)|để|nếu không|chứ|như|vậy thì|tức là|nghĩa là"
# "… đúng không?", "vậy được chưa?": asked of what was said just before.
_TAG = (
    r"(?:(?:có|vậy|thế|như vậy|như thế|mà|còn) )*(?:(?:đúng|phải|được|có|rồi|thật|sao)(?: \w+)? (?:không|chưa)|thì sao|"
    r"thế nào|làm sao|làm thế nào|sao)"
)
# "…, chỉ cần căn cước phải không?": an answer of the asker's own, to be said yes or no to.
_GUESS = r"(?:có phải|phải chăng|có đúng)\b.*|.*(?:phải|đúng)(?: \w+)? không|\w+(?: \w+)? được không"
# What may be asked in few words beside another question of the same thing: where, how long, how much, whether.
_FURTHER = (
    ("place", r"(?:ở|tới|đến|ra|tại|gặp|gửi) (?:đâu|mô|ai)|(?:chỗ|nơi|địa chỉ) nào"),
    ("time", r"bao lâu|bao giờ|khi nào|mấy ngày|lúc nào"),
    ("cost", r"bao nhiêu tiền|(?:hết|mất|tốn|đóng|giá|phí|tiền) (?:là )?bao nhiêu"),
    ("whether", r"^có (?!phải|đúng|được)\w+(?: \w+)* không$"),
)
# What may follow the last word of a question without being part of it.
_PARTICLES = (
    r"(?: (?:vậy|ạ|ah|ak|á|a|hả|hở|ha|hen|nhỉ|nhé|nha|nhá|nghen|hén|thế|ta|em|anh|chị|(?<!khong )cô|chú|bác|ông|bà|"
    r"cháu|con|bạn|ad|ơi|luôn|đây|đó|với|thưa|dạ|trợ lý|mình))+$"
)


class Words(NamedTuple):
    """The patterns in one spelling."""

    asks: Pattern[str]
    indefinite: Pattern[str]
    reported: Pattern[str]
    opening: Pattern[str]
    announces: Pattern[str]
    who: Pattern[str]
    subject: Pattern[str]
    directive: Pattern[str]
    strong: Pattern[str]
    weak: Pattern[str]
    goes_on: Pattern[str]
    tag: Pattern[str]
    particles: Pattern[str]
    whether: Pattern[str]
    condition: Pattern[str]
    goes_over: Pattern[str]
    alternative: Pattern[str]
    guess: Pattern[str]
    further: Dict[str, Pattern[str]]


def _compile(asks: str, *, folded: bool) -> Words:
    def spelt(pattern: str) -> Pattern[str]:
        return re.compile(fold(pattern) if folded else pattern)

    def spread(pattern: str) -> Pattern[str]:
        return re.compile(fold(pattern) if folded else pattern, re.VERBOSE)

    return Words(
        asks=spread(rf"\b(?:{_ASKS}{asks})(?!\w)"),
        indefinite=spread(rf"\b(?:{_INDEFINITE})"),
        reported=spelt(rf"\b(?:{_REPORTED})\b"),
        opening=spelt(f"^{_OPENER}*"),
        announces=spelt(rf"\b{_ANNOUNCES}\b"),
        who=spelt(rf"{_WHO}\b"),
        subject=spelt(rf"(?:{_SUBJECT})\b"),
        directive=spelt(rf"{_OPENER}*?{_DIRECTIVE}\b"),
        strong=spelt(rf"(?:{_STRONG})\b"),
        weak=spelt(rf"(?:{_WEAK})\b"),
        goes_on=spelt(rf"(?:{_GOES_ON})\b"),
        tag=spelt(rf"{_TAG}$"),
        particles=spelt(_PARTICLES),
        whether=spelt(r"\w (?:không|chưa)$"),
        condition=spelt(r"\w(?<!\b20\d\d) thì \w"),
        goes_over=spelt(r"(?:thế |vậy )?còn\b"),
        alternative=spelt(r"^\w+(?: \w+)? nào\b"),
        guess=spelt(rf"{_GUESS}$"),
        further={kind: spelt(rf"(?:{pattern})(?!\w)") for kind, pattern in _FURTHER},
    )


MARKED = _compile(_ASKS_MARKED, folded=False)
FOLDED = _compile(_ASKS_FOLDED, folded=True)

_NOTHING = (
    "tôi mình em anh chị cô chú bác ông bà cháu con bạn ad ta tui người họ nó cho hỏi xin muốn cần biết là thì và với "
    "lại mà à ạ ơi ôi vậy thế này đó kia đây được không chưa phải gì nào đâu ai bao nhiêu lâu giờ mấy khi sao làm như "
    "tại đến từ ra vào lên đi về rồi nữa thêm nếu hay hoặc của cái việc ngày tháng năm mất hết xong thời gian tiền số "
    "giúp chỉ cách kiểu trước sau lúc trong ngoài trên dưới qua luôn hả nhỉ nhé nha dạ thưa chào cảm ơn alo vâng đúng "
    "thứ nhất hai câu ý chuyện một bữa hôm mới theo nên để bị thực hiện cũ có ở cứ những giao chủ trì phối hợp phụ "
    "trách đơn vị chịu nhiệm dùng bằng"
)
_OF_ANY_PAPER = (
    "đăng ký nộp cấp lại lệ phí thủ tục hồ sơ giấy tờ kết quả duyệt đổi hủy mang đem cài xài miễn nhận trả online"
)


class Syllables(NamedTuple):
    """Syllables in one spelling, by what they tell of the matter a question is about.

    ``empty`` tell nothing; ``general`` are those of what is done with any paper or service: where only they are said,
    what the question is about may be left out.
    """

    empty: FrozenSet[str]
    general: FrozenSet[str]


MARKED_SYLLABLES = Syllables(frozenset(_NOTHING.split()), frozenset(_OF_ANY_PAPER.split()))
# Folded, "bằng cách nào" is no more frequent than "bằng lái".
FOLDED_SYLLABLES = Syllables(frozenset(fold(_NOTHING).split()) - {"bang"}, frozenset(fold(_OF_ANY_PAPER).split()))

"""Shorthand of chats, dialect words of Quảng Ngãi and the south, spoken names and left-over keystrokes, written out.

``shorthand.txt`` holds the forms that have one reading in a question to a local authority. A form is matched as a
whole word on lower-case text; what is not in the table stays as it was typed.
"""

from __future__ import annotations

import re
from importlib.resources import files

from vietnamese.keystrokes import read_keystrokes
from vietnamese.measures import write_measures
from vietnamese.slips import mend_slips


def _table() -> dict[str, str]:
    text = files("vietnamese").joinpath("shorthand.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split(": ", 1) for line in lines)


def _but(form: str, *, after: str = "", before: str = "") -> re.Pattern[str]:
    """``form`` as a word of its own, but not after or before the words given (separated by blanks)."""
    behind = "".join(rf"(?<!\b(?i:{word}) )" for word in after.split())
    ahead = rf"(?!\s+(?i:{'|'.join(before.split())})(?!\w))" if before else ""
    return re.compile(rf"(?<![\w@./&-]){behind}{form}{ahead}(?![\w@/&-])")


# Behind these "mk" is "mình".
_OURS = (
    "phường xã huyện tỉnh sở thôn xóm làng ấp tổ khu nhà bên chỗ nơi quê tụi bọn chúng của cho vợ chồng con mẹ ba bố "
    "phuong xa huyen tinh so thon xom lang ap to nha ben cho noi que tui bon chung cua vo chong me"
)
# Forms that are also a syllable of common words are left alone beside those.
_BESIDE = (
    (re.compile(rf"(?<![\w@./&-])(?i:({'|'.join(_OURS.split())})) (?i:mk)(?![\w@/&-])"), r"\1 mình"),
    (_but("(?i:mk)"), "mật khẩu"),
    (re.compile(r"(?<![\w-])bn(?=\s+(?:%|\w))"), "bao nhiêu"),
    (_but("mô", before="hình tả phỏng tơ men thức đun bản"), "đâu"),
    (
        re.compile(
            r"(?<![\w-])(?<!địa )(?<!dia )(?<!chu )(?<!thu )"
            r"chi(?!\s+(?:ph[ií]|ti[eếê]|tr[aả]|nh[aá]nh|b[oộ]|c[uụ]c|h[oộ]i|vi[eệ]n|ng[aâ]n|d[uù]ng)\w*)(?![\w-])"
        ),
        "gì",
    ),
    (
        _but(
            "biểu",
            after="đại tiêu phát thời",
            before="mẫu đồ tượng quyết diễn hiện thị phí thức cảm thuế giá ngữ bì mô trưng dương",
        ),
        "bảo",
    ),
    (_but("thiệt", before="hại thòi mạng đơn hơn"), "thật"),
    (_but("răng", after="đau nhổ trồng hàm bánh khám sâu đánh niềng", before="hàm giả sứ miệng khôn sữa cưa"), "sao"),
    (_but("hông", after="bên hai xương vành cầu", before="xe nhà trái phải"), "không"),
    (_but("dị", before="ứng dạng tật tín nhân bản biệt thường vật đoan giáo hình tộc"), "vậy"),
    (_but("bả", after="dính đặt thuốc", before="vai chuột chó"), "bà ấy"),
    # A letter that names a point or a class is no word.
    (_but("e", after="điểm mục loại hạng nhóm lớp khối vitamin phần"), "em"),
    (_but("h", after="điểm mục loại hạng nhóm lớp khối phần giá"), "giờ"),
)
# "kh" is "không", but a plan where its number is asked for or told, it is somebody's, or it is pointed at.
_PLANS = (
    re.compile(r"(?i)(?<![\w@./&-])kh(?= s[ốo] (?:m[ấa]y\b|bao\b|\d))"),
    re.compile(r"(?i)(?<![\w@./&-])kh(?= c[ủu]a (?:t[ỉi]nh|huy[ệe]n|ph[ưu][ờo]ng|x[ãa]|s[ởo]|ubnd)\b)"),
    re.compile(
        r"(?i)(?<![\w@./&-])(?:(?<=theo )|(?<=trong )|(?<=ra )|(?<=bản )|(?<=ban ))kh(?= (?:n[àa]y|n[àa]o|g[ìi])\b)"
    ),
)
# A kind of document, before its number: "TT 77/2025", "kh số 252/KH-UBND", "nq 13-NQ/TU".
_NUMBERED = tuple(
    (re.compile(rf"(?i)(?<![\w@./&-]){short}(?=(?: s[ốo])? \d+(?:/\d{{4}}|[/-](?!\d)\w))"), full)
    for short, full in (
        ("tt", "thông tư"),
        ("q[đd]", "quyết định"),
        ("n[đd]", "nghị định"),
        ("nq", "nghị quyết"),
        ("kh", "kế hoạch"),
        ("ct", "chỉ thị"),
        ("cv", "công văn"),
    )
)
_TABLE = _table()
_FORMS = "|".join(sorted(map(re.escape, _TABLE), key=len, reverse=True))
_FORM = re.compile(rf"(?<![\w@./&-])({_FORMS})(?![\w@/&-])")
_DOUBLED = re.compile(r"\bbao bao nhiêu\b")


def expand(text: str) -> str:
    """Write shorthand and dialect words out; what is replaced becomes lower case.

    >>> expand("chữ ký số làm ntn, tui ko biết")
    'chữ ký số làm như thế nào, tôi không biết'
    """
    text = write_measures(mend_slips(read_keystrokes(text)))
    for pattern in _PLANS:
        text = pattern.sub("kế hoạch", text)
    for pattern, full in _NUMBERED:
        text = pattern.sub(full, text)
    lowered = text.lower()
    if len(lowered) != len(text):
        return text
    pieces: list[str] = []
    end = 0
    for match in _FORM.finditer(lowered):
        pieces += [text[end : match.start()], _TABLE[match.group(1)]]
        end = match.end()
    expanded = _DOUBLED.sub("bao nhiêu", "".join([*pieces, text[end:]]))
    for pattern, full in _BESIDE:
        expanded = pattern.sub(full, expanded)
    return expanded

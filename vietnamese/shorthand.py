"""Shorthand of chats and dialect words of Quảng Ngãi and the south, written out.

The tables hold only forms that have one reading in a question to a local authority. A form is
matched as a whole word on lower-case text; what is not in the tables stays as it was typed.
"""

from __future__ import annotations

import re

SHORTHAND = {
    "ko": "không", "k": "không", "kg": "không", "khg": "không", "hok": "không", "hem": "không", "hk": "không",
    "kô": "không", "kh": "không", "đc": "được", "dc": "được", "đk": "đăng ký", "dk": "đăng ký", "j": "gì",
    "gj": "gì", "r": "rồi", "rùi": "rồi", "lm": "làm", "ntn": "như thế nào", "nvay": "như vậy", "ng": "người",
    "ngta": "người ta", "mn": "mọi người", "mng": "mọi người", "vs": "với", "cx": "cũng", "cg": "cũng",
    "nh": "nhiều", "trc": "trước", "ms": "mới", "bh": "bao giờ", "bn": "bao nhiêu", "bnhiu": "bao nhiêu",
    "nhiu": "nhiêu", "tg": "thời gian", "sđt": "số điện thoại", "sdt": "số điện thoại",
    "đt": "điện thoại", "dt": "điện thoại", "ck": "chuyển khoản", "stk": "số tài khoản", "tk": "tài khoản",
    "mk": "mật khẩu", "dvc": "dịch vụ công", "dvctt": "dịch vụ công trực tuyến",
    "tthc": "thủ tục hành chính", "cks": "chữ ký số", "ckđt": "chữ ký điện tử", "ckdt": "chữ ký điện tử",
    "cccd": "căn cước công dân", "bhyt": "bảo hiểm y tế", "bhxh": "bảo hiểm xã hội", "bdhvs": "bình dân học vụ số",
    "cđs": "chuyển đổi số", "cds": "chuyển đổi số", "attt": "an toàn thông tin", "pvhcc": "phục vụ hành chính công",
    "dn": "doanh nghiệp", "cb": "cán bộ", "cbcc": "cán bộ công chức", "nv": "nhiệm vụ",
    "tmđt": "thương mại điện tử", "tmdt": "thương mại điện tử", "hđđt": "hóa đơn điện tử", "hddt": "hóa đơn điện tử",
    "hkd": "hộ kinh doanh", "xh": "xã hội", "ht": "hệ thống", "fb": "facebook", "zl": "zalo",
    "trl": "trả lời", "tl": "trả lời", "ib": "nhắn tin", "bik": "biết", "bít": "biết", "gg": "google", "nc": "nước", "nhà nc": "nhà nước", "qcáo": "quảng cáo",
    "qc": "quảng cáo", "e": "em", "h": "giờ", "ny": "này", "hs": "hồ sơ", "mst": "mã số thuế", "vt": "viễn thông",
    "đh": "điện thoại", "dthoai": "điện thoại", "đthoại": "điện thoại", "nt": "nhắn tin", "wf": "wifi",
}  # fmt: skip

DIALECT = {
    "mần": "làm", "răng": "sao", "rứa": "vậy", "chừ": "bây giờ", "ni": "này",
    "nớ": "kia", "dẫy": "vậy", "hông": "không", "hổng": "không", "hong": "không", 
    "dzậy": "vậy", "zậy": "vậy", "zị": "vậy", "z": "vậy", "v": "vậy", "tui": "tôi",
    "tụi": "chúng", "nhiêu": "bao nhiêu", "biểu": "bảo", "thiệt": "thật", "ổng": "ông ấy",
    "bả": "bà ấy", "hén": "nhé", "nghen": "nhé",
    "vầy": "thế này", "xíu": "chút", "coi": "xem", "kêu": "bảo", "xài": "dùng",
}  # fmt: skip

# Names as they are spoken into a telephone.
SPOKEN = {
    "hai gờ": "2G", "ba gờ": "3G", "bốn gờ": "4G", "năm gờ": "5G", "sáu gờ": "6G", "hai g": "2G", "ba g": "3G",
    "bốn g": "4G", "năm g": "5G", "sáu g": "6G", "vi en e i đi": "VNeID", "vi en e i": "VNeID", "vi nê ít": "VNeID",
    "vê nê ai đi": "VNeID", "vờ nờ e i đi": "VNeID", "phây": "facebook", "phây búc": "facebook", "da lô": "zalo",
    "ai ô ti": "IoT", "ai ô tê": "IoT", "oai phai": "wifi", "quai phai": "wifi", "cu a": "QR", "quy rờ": "QR",
    "mã quy": "mã QR", "en ép xi": "NFC", "ô tê pê": "OTP", "o tê pê": "OTP",
}  # fmt: skip

# Dialect words that are also the first or last syllable of common words are left alone beside those.
_BESIDE = (
    (re.compile(r"(?<![\w-])bn(?=\s+(?:%|\w))"), "bao nhiêu"),
    (re.compile(r"(?<![\w-])mô(?!\s+(?:hình|tả|phỏng|tơ|men|thức|đun|bản))(?![\w-])"), "đâu"),
    (
        re.compile(
            r"(?<![\w-])(?<!địa )(?<!dia )(?<!chu )(?<!thu )"
            r"chi(?!\s+(?:ph[ií]|ti[eếê]|tr[aả]|nh[aá]nh|b[oộ]|c[uụ]c|h[oộ]i|vi[eệ]n|ng[aâ]n|d[uù]ng)\w*)(?![\w-])"
        ),
        "gì",
    ),
)
_TABLE = {form: full for form, full in {**SHORTHAND, **DIALECT, **SPOKEN}.items() if form != full}
_FORM = re.compile(r"(?<![\w@./-])(" + "|".join(sorted(map(re.escape, _TABLE), key=len, reverse=True)) + r")(?![\w@/-])")
_DOUBLED = re.compile(r"\bbao bao nhiêu\b")


def expand(text: str) -> str:
    """Write shorthand and dialect words out; what is replaced becomes lower case.

    >>> expand("chữ ký số làm ntn, tui ko biết")
    'chữ ký số làm như thế nào, tôi không biết'
    """
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

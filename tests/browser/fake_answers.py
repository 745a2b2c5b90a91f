"""What the fake assistant says: one reply of each kind the widget draws, chosen by a word in the question."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> [x](javascript:window.hacked=1)'

WELCOME: Json = {
    "outcome": "small_talk",
    "text": "Xin chào anh/chị! Anh/chị gõ câu hỏi, có dấu hay không đều được, hoặc chọn một câu dưới đây.",
    "buttons": ["Kế hoạch đặt mục tiêu gì về chữ ký số?", "Nộp hồ sơ trực tuyến ở đâu?"],
}

PLAN: Json = {
    "document_id": "ke-hoach-mau",
    "title": "Kế hoạch phát triển hạ tầng số (bản mẫu)",
    "number": "01/KH-UBND",
    "issuer": "UBND xã Mẫu",
    "issued": "2025-02-27",
    "locator": "III.1",
    "quote": "Người dân trưởng thành có chữ ký số hoặc chữ ký điện tử: đoạn trích mẫu.",
    "url": "https://example.org/ke-hoach-mau",
}
GUIDE: Json = {
    "document_id": "huong-dan-mau",
    "title": "Hướng dẫn làm chữ ký số",
    "number": None,
    "issuer": None,
    "issued": None,
    "locator": "Bước 2",
    "quote": "Chọn mục Chữ ký số rồi làm theo từng bước.",
    "url": None,
}

REPLIES: dict[str, Json] = {
    "mục tiêu": {
        "outcome": "answered",
        "text": "Kế hoạch mẫu đặt mục tiêu người dân trưởng thành có chữ ký số hoặc chữ ký điện tử.\n\n"
        "Ba việc được nêu:\n- Tuyên truyền đến từng thôn\n- Hỗ trợ tại nhà văn hoá\n- Báo cáo hằng năm",
        "citations": [PLAN],
        "buttons": ["Còn năm 2030 thì sao?", "Ai chủ trì việc này?"],
    },
    "các bước": {
        "outcome": "answered",
        "text": "Các bước:\n1. Mở ứng dụng VNeID\n2. Chọn mục Chữ ký số\n3. Làm theo hướng dẫn trên màn hình",
        "citations": [GUIDE, PLAN, {**PLAN, "locator": "IV.2"}, {**PLAN, "locator": "V"}],
    },
    "tôi nói gì": {
        "outcome": "account",
        "text": "Tôi giữ câu hỏi và câu trả lời của cuộc trò chuyện này.",
        "buttons": ["Xóa dữ liệu của tôi"],
    },
    "xóa dữ liệu của tôi": {"outcome": "account", "text": "Đã xóa toàn bộ câu hỏi và câu trả lời trước đó."},
    "xã nào": {
        "outcome": "clarification",
        "text": "Anh/chị muốn hỏi kế hoạch của nơi nào?",
        "buttons": ["Minh Long", "Đức Phú"],
    },
    "bị lừa": {
        "outcome": "urgent_help",
        "text": "Anh/chị làm ngay ba việc:\n1. Dừng chuyển tiền\n2. Gọi ngân hàng để khoá giao dịch\n"
        "3. gọi ngay 113 hoặc đến công an nơi gần nhất",
    },
    "ngày mấy": {
        "outcome": "not_in_documents",
        "text": "Trong các kế hoạch đã tra, tài liệu không nêu ngày này. Anh/chị hỏi bộ phận một cửa của xã.",
    },
    "gặp cán bộ": {"outcome": "handover", "text": "Yêu cầu đã được chuyển tới cán bộ phụ trách."},
    "nguy hiểm": {
        "outcome": "answered",
        "text": HOSTILE,
        "citations": [{**PLAN, "title": HOSTILE, "quote": HOSTILE, "url": "javascript:window.hacked=1"}],
        "buttons": [HOSTILE],
    },
    "liên kết": {
        "outcome": "answered",
        "text": "Xem https://example.org/trang, thư cho ho-tro@example.org. Tổng đài 1900.0368, giai đoạn 2025-2030.",
    },
    "dài": {
        "outcome": "answered",
        "text": "\n\n".join(f"Đoạn {n}: " + "nội dung dài " * 30 for n in range(9)),
    },
}

FALLBACK: Json = {"outcome": "answered", "text": "Trợ lý đã nhận câu: {question}"}


def reply_to(question: str) -> Json:
    """The draft of the answer, before it gets its ids."""
    asked = question.casefold()
    for word, reply in REPLIES.items():
        if word in asked:
            return reply
    return {**FALLBACK, "text": FALLBACK["text"].format(question=question)}

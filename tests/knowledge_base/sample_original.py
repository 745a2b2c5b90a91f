"""An invented original of the sample's plan van-hoa, and index builds that hold originals."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from knowledge_base.ingest.library import Library, load_library
from knowledge_base.ingest.originals import Original, OriginalPart
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.indexer import write_build
from knowledge_base.store.builds import Builds, Manifest
from knowledge_base.store.database import write_store
from knowledge_base.store.passages import cut

WIFI_2028 = "Đến năm 2028, phấn đấu trên 90% nhà văn hóa thôn có wifi công cộng;"
CAMERA = "Đến năm 2028, 100% trạm bơm trên địa bàn xã được gắn camera giám sát mực nước."
REPORT = "Định kỳ hằng năm, trước ngày 10 tháng 11, các thôn gửi báo cáo kết quả về UBND xã qua Phòng Văn hóa - Xã hội."

PARTS = [
    OriginalPart(text="KẾ HOẠCH", page=1, heading=True, centred=True),
    OriginalPart(
        text="Căn cứ Kế hoạch số 7/KH-UBND của UBND tỉnh Thành An, UBND xã ban hành kế hoạch như sau:",
        page=1,
        clause="mo-dau",
    ),
    OriginalPart(text="I. MỤC ĐÍCH", page=1, heading=True),
    OriginalPart(text="Đưa dịch vụ số về tận từng thôn trong xã.", page=1, clause="i"),
    OriginalPart(text="II. CHỈ TIÊU", page=1, heading=True),
    OriginalPart(
        text="- Năm 2026 có 60% nhà văn hóa thôn được lắp wifi công cộng, ưu tiên thôn xa trung tâm.",
        page=1,
        clause="ii-1",
    ),
    OriginalPart(text=f"- {WIFI_2028}", page=1, clause="ii-2"),
    OriginalPart(
        text="Den nam 2028, 100% tram bom tren dia ban xa duoc gan camera giam sat muc nuoc.",
        repaired=CAMERA,
        page=1,
        clause="ii-3",
    ),
    OriginalPart(text="III. NHIỆM VỤ", page=2, heading=True),
    OriginalPart(text="Mở lớp dạy máy tính cho người cao tuổi vào dịp hè.", page=2, clause="iii"),
    OriginalPart(text="V. TỔ CHỨC THỰC HIỆN", page=2, heading=True),
    OriginalPart(
        text="1. Phòng Văn hóa - Xã hội theo dõi, đôn đốc các thôn triển khai kế hoạch.",
        page=2,
        clause="v-1",
    ),
    OriginalPart(text=f"2. Các thôn cử người phụ trách. {REPORT}", page=2, clause="v-2"),
    OriginalPart(
        text="Phụ lục phân công",
        page=3,
        rows=[
            ["TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"],
            ["1", "1", "1", "1", "1"],
            [
                "1.1",
                "Lắp đặt wifi công cộng tại nhà văn hóa thôn",
                "Phòng Kinh tế",
                "Phòng Văn hóa - Xã hội;\nCác thôn",
                "2026-2028",
            ],
            ["1.2", "Gắn camera giám sát mực nước ở trạm bơm", "Hợp tác xã thủy lợi", "Phòng Kinh tế", "Hằng năm"],
        ],
        row_clauses=[None, None, "pl-1-1", "pl-1-2"],
    ),
]


def original(
    document_id: str = "van-hoa",
    parts: Sequence[OriginalPart] = PARTS,
    *,
    version: int = 1,
    name: str = "ke-hoach.docx",
) -> Original:
    """An original, published on 20 November 2026."""
    return Original(
        document_id=document_id,
        version=version,
        file_name=name,
        sha256="0" * 64,
        published=datetime.date(2026, 11, 20),
        parts=list(parts),
    )


def library_with(knowledge: Path, *originals: Original) -> Library:
    """The library under ``knowledge`` as if ``originals`` were published."""
    return replace(load_library(knowledge), originals=list(originals))


def shelve(index_dir: Path, library: Library, name: str) -> Path:
    """Put a build called ``name`` in force that holds the records, but nothing to search with."""
    build = index_dir / name
    build.mkdir(parents=True)
    write_store(build / "store.sqlite", library, [])
    _manifest(build, dimension=0, encoder="", fingerprint="", passages=0, views=0)
    Builds(index_dir).put_in_force(build)
    return build


def index(index_dir: Path, library: Library, encoder: Encoder, name: str = "build") -> Path:
    """Put a whole build in force: records, originals and all that searching needs."""
    build = index_dir / name
    build.mkdir(parents=True)
    passages = cut(library)
    write_build(build, library, passages, encoder)
    _manifest(
        build,
        dimension=encoder.dimension,
        encoder=encoder.name,
        fingerprint=encoder.fingerprint,
        passages=len(passages),
        views=sum(len(one.views) for one in passages),
    )
    Builds(index_dir).put_in_force(build)
    return build


def _manifest(build: Path, *, dimension: int, encoder: str, fingerprint: str, passages: int, views: int) -> None:
    manifest = Manifest(
        build=build.name,
        encoder=encoder,
        encoder_fingerprint=fingerprint,
        dimension=dimension,
        passages=passages,
        views=views,
        source_fingerprint="",
    )
    (build / "manifest.json").write_text(manifest.model_dump_json(), encoding="utf-8")

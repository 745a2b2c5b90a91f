"""What is not read is refused for the right reason, and the clerk is told what to do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge_base.ingest.reading import errors
from knowledge_base.ingest.reading.limits import Limits
from knowledge_base.ingest.reading.reader import read_here
from knowledge_base.ingest.reading.report import explain
from tests.knowledge_base.ingest.reading import hostile
from tests.knowledge_base.ingest.reading.hostile import blank_pdf, docx_bytes, repacked

DOC = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600) + "WordDocument".encode("utf-16-le")
LOCKED_DOCX = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600) + "EncryptedPackage".encode("utf-16-le")
MACRO_TYPE = b"application/vnd.ms-word.document.macroEnabled.main+xml"
PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def refusal(path: Path, limits: Limits | None = None) -> errors.ReadingError:
    with pytest.raises(errors.ReadingError) as caught:
        read_here(path, limits=limits or Limits())
    return caught.value


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "kind", "said"),
    [
        ("a.docx", b"", errors.EmptyFileError, "Tệp rỗng"),
        ("a.txt", b" \n\n ", errors.EmptyFileError, "Tệp rỗng"),
        ("a.pdf", b"%PDF-1.7\nno more", errors.UnreadableError, "hỏng"),
        ("a.docx", docx_bytes()[:2000], errors.UnreadableError, "hỏng"),
        ("a.pdf", bytes(range(256)) * 8, errors.UnreadableError, "hỏng"),
        ("a.png", b"\x89PNG\r\n\x1a\nrubbish", errors.UnreadableError, "hỏng"),
        ("a.pdf", docx_bytes(), errors.WrongExtensionError, ".docx"),
        ("ke-hoach", docx_bytes(), errors.WrongExtensionError, "Tên tệp không có đuôi"),
        ("a.docx", b"%PDF-1.7", errors.WrongExtensionError, "nội dung là PDF"),
        ("a.docx", "Chữ thường".encode(), errors.WrongExtensionError, "văn bản thuần"),
        ("a.doc", DOC, errors.UnsupportedTypeError, "lưu lại thành .docx"),
        ("a.docx", LOCKED_DOCX, errors.EncryptedError, "mật khẩu"),
        ("a.rtf", rb"{\rtf1 abc}", errors.UnsupportedTypeError, ".rtf"),
        ("a.doc", b"<html><body>a</body></html>", errors.UnsupportedTypeError, "HTML"),
        ("a.jpg", b"\0\0\0\x18ftypheic" + bytes(40), errors.UnsupportedTypeError, ".heic"),
        ("a.docx", b"MZ\x90\0" + bytes(60), errors.UnsupportedTypeError, "chương trình"),
        ("a.csv", b"TT,Nhiem vu", errors.UnsupportedTypeError, "Loại tệp"),
    ],
)
def test_files_that_are_not_read(
    tmp_path: Path, name: str, content: bytes, kind: type[errors.ReadingError], said: str
) -> None:
    error = refusal(written(tmp_path, name, content))
    assert type(error) is kind
    assert said in explain(error)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert isinstance(refusal(tmp_path / "none.pdf"), errors.UnreadableError)


def spreadsheet(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
    return path


def macro_named(path: Path) -> Path:
    types = zipfile.ZipFile(written(path.parent, "plain.docx", docx_bytes())).read("[Content_Types].xml")
    return repacked(docx_bytes(), path, replaced={"[Content_Types].xml": types.replace(PLAIN_TYPE, MACRO_TYPE)})


PACKAGES: dict[str, tuple[Callable[[Path], Path], type[errors.ReadingError]]] = {
    "spreadsheet": (spreadsheet, errors.UnsupportedTypeError),
    "macro type": (macro_named, errors.MacrosError),
    "macro part": (
        lambda path: repacked(docx_bytes(), path, added={"word/vbaProject.bin": b"x"}),
        errors.MacrosError,
    ),
    "broken XML": (
        lambda path: repacked(docx_bytes(), path, replaced={"word/document.xml": b"<w:document><w:body>"}),
        errors.UnreadableError,
    ),
    "no document": (lambda path: repacked(docx_bytes(), path, dropped="word/document.xml"), errors.UnreadableError),
    "entities": (
        lambda path: repacked(docx_bytes(), path, replaced={"word/document.xml": f"{hostile.BOMB}<w>&i;</w>".encode()}),
        errors.UnsafeError,
    ),
    "outside file": (
        lambda path: repacked(
            docx_bytes(),
            path,
            replaced={
                "word/document.xml": b'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]><w>&e;</w>',
            },
        ),
        errors.UnsafeError,
    ),
    "zip bomb": (lambda path: hostile.zip_bomb(path, mebibytes=20), errors.TooLargeError),
}


@pytest.mark.parametrize("case", PACKAGES)
def test_packages_that_are_not_unpacked(tmp_path: Path, case: str) -> None:
    make, kind = PACKAGES[case]
    error = refusal(make(tmp_path / "a.docx"))
    assert type(error) is kind
    assert explain(error)


def test_a_package_that_unpacks_to_too_much_is_refused_by_its_size(tmp_path: Path) -> None:
    limits = Limits(unpacked_bytes=5_000_000, packed_ratio=1e6)
    error = refusal(hostile.zip_bomb(tmp_path / "a.docx", mebibytes=6), limits)
    assert error.details["what"] == "unpacked"


def test_odt_macros_and_passwords(tmp_path: Path) -> None:
    def odt(name: str, more: dict[str, str]) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
            package.writestr("content.xml", "<a/>")
            for member, content in more.items():
                package.writestr(member, content)
        return path

    locked = "<manifest><encryption-data/></manifest>"
    assert isinstance(refusal(odt("a.odt", {"Basic/Standard/Module1.xml": "<a/>"})), errors.MacrosError)
    assert isinstance(refusal(odt("b.odt", {"META-INF/manifest.xml": locked})), errors.EncryptedError)


def test_a_pdf_behind_a_password(tmp_path: Path) -> None:
    assert isinstance(refusal(blank_pdf(tmp_path / "a.pdf", password="x")), errors.EncryptedError)


def test_a_pdf_of_500_pages(tmp_path: Path) -> None:
    error = refusal(blank_pdf(tmp_path / "a.pdf", pages=500))
    assert isinstance(error, errors.TooManyPagesError)
    assert explain(error) == (
        "Tệp có 500 trang, nhiều hơn mức 300 trang. Vui lòng tách riêng phần kế hoạch cần đưa vào."
    )


def test_a_pdf_without_any_text(tmp_path: Path) -> None:
    error = refusal(blank_pdf(tmp_path / "a.pdf"))
    assert isinstance(error, errors.EmptyFileError)
    assert "Không tìm thấy chữ" in explain(error)


def test_files_and_pictures_that_are_too_large(tmp_path: Path) -> None:
    text = written(tmp_path, "a.txt", b"a" * 5000)
    assert refusal(text, Limits(file_bytes=4000)).details == {"what": "file", "limit": "0 MB"}
    assert refusal(text, Limits(text_bytes=4000)).details["what"] == "text"
    picture = hostile.huge_picture(tmp_path / "a.png", 2000)
    assert refusal(picture, Limits(picture_pixels=1_000_000)).details["what"] == "pixels"


def test_every_error_has_its_sentence() -> None:
    def leaves(kind: type[errors.ReadingError]) -> list[type[errors.ReadingError]]:
        below = [leaf for one in kind.__subclasses__() for leaf in leaves(one)]
        return below or [kind]

    assert {kind.code for kind in leaves(errors.ReadingError)} <= set(explainable())


def explainable() -> set[str]:
    told = [
        errors.EmptyFileError("no_bytes"), errors.UnreadableError("x"), errors.EncryptedError(),
        errors.MacrosError("x"), errors.UnsafeError("x"), errors.UnsupportedTypeError("doc"),
        errors.WrongExtensionError(".pdf", "docx", ".docx"),
        errors.TooLargeError("file", 2, 1), errors.TooManyPagesError(2, 1), errors.TimeLimitError(1),
        errors.MemoryLimitError(1), errors.ReaderCrashedError("x"), errors.ToolMissingError("tesseract"),
        errors.ToolFailedError("tesseract", "x"),
    ]  # fmt: skip
    assert all("{" not in explain(error) for error in told)
    return {error.code for error in told}

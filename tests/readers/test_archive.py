"""ZIP archives: every document in them, none of their traps."""

from __future__ import annotations

import io
import pathlib
import struct
import zipfile

import pytest

from mandates.domain.problems import Problem
from mandates.readers import archive, limits
from mandates.readers.document import Document
from mandates.readers.files import split_archives
from mandates.readers.read import Read, read, read_stream
from tests.readers import samples


def contents(data: bytes) -> list[Read]:
    """Return what an archive holds."""
    return list(read_stream(io.BytesIO(data), "given.zip"))


def told(found: list[Read]) -> list[tuple[str, str]]:
    """Return the source of each document, and the code and place of each problem."""
    return [
        (each.code, each.where) if isinstance(each, Problem) else ("document", each.source)
        for each in found
        if isinstance(each, Problem | Document)
    ]


def test_every_document_is_read_sorted_and_named_with_its_archive() -> None:
    inner = samples.archive({"c.txt": b"Inner text"})
    data = samples.archive(
        {
            "b/second.txt": b"Second",
            "a.pdf": samples.pdf("First"),
            "inner.zip": inner,
            "photo.jpg": b"\xff\xd8\xff",
            "__MACOSX/b/._second.txt": b"x",
            "b/.hidden.txt": b"x",
            "b/~$lock.docx": b"x",
            "b/": b"",
        }
    )
    assert told(contents(data)) == [
        ("document", "given.zip/a.pdf"),
        ("document", "given.zip/b/second.txt"),
        ("document", "given.zip/inner.zip/c.txt"),
    ]


def test_a_bad_member_does_not_stop_the_others() -> None:
    data = samples.archive({"a.txt": b"", "b.pdf": b"%PDF-1.4 junk", "c.txt": b"Text"})
    assert told(contents(data)) == [
        ("file.empty", "given.zip/a.txt"),
        ("file.broken", "given.zip/b.pdf"),
        ("document", "given.zip/c.txt"),
    ]


def test_an_archive_without_documents_says_so() -> None:
    assert told(contents(samples.archive({"photo.jpg": b"x"}))) == [("archive.no_documents", "given.zip")]
    assert told(contents(samples.archive({}))) == [("archive.no_documents", "given.zip")]


def test_archives_in_archives_end_somewhere() -> None:
    data = samples.archive({"a.txt": b"Text"})
    for _ in range(5):
        data = samples.archive({"a.zip": data, "b.txt": b"Text"})
    found = told(contents(data))
    assert ("archive.nested", "given.zip/a.zip/a.zip") in found
    assert len(found) == 3


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = samples.archive({"bomb.txt": bytes(3_000_000), "c.txt": b"Text"})
    read_members: list[str] = []
    unpack = zipfile.ZipFile.read

    def record(self: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
        read_members.append(info.filename)
        return unpack(self, info)

    monkeypatch.setattr(zipfile.ZipFile, "read", record)
    assert told(contents(data)) == [("file.bomb", "given.zip/bomb.txt"), ("document", "given.zip/c.txt")]
    assert read_members == ["c.txt"]


def test_a_member_that_understates_its_size_is_found_out() -> None:
    data = bytearray(samples.archive({"a.txt": b"Text " * 1000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):  # local and central headers
        place = data.index(signature) + offset
        data[place : place + 4] = struct.pack("<I", 10)
    assert told(contents(bytes(data))) == [("file.broken", "given.zip/a.txt")]


def test_there_is_an_end_to_members_and_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    data = samples.archive({f"{number}.txt": b"Text" for number in range(5)})
    many = told(list(_with(archive.Budget(members=3), data)))
    assert [code for code, _ in many] == ["document"] * 3 + ["archive.too_large"]
    large = told(list(_with(archive.Budget(bytes=9), data)))
    assert [code for code, _ in large] == ["document"] * 2 + ["archive.too_large"]
    monkeypatch.setattr(limits, "DOCUMENT_BYTES", 3)
    assert {code for code, _ in told(contents(data))} == {"file.too_large"}


def _with(budget: archive.Budget, data: bytes) -> list[Read]:
    return list(read_stream(io.BytesIO(data), "given.zip", budget))


def test_a_protected_member_says_so() -> None:
    data = bytearray(samples.archive({"a.txt": b"Text"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    assert told(contents(bytes(data))) == [("file.encrypted", "given.zip/a.txt")]


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "/etc/passwd.txt", "C:\\x.txt", "a\x1b[31m.txt"])
def test_a_members_name_is_only_a_name(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    here = tmp_path / "a" / "b"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    assert told(contents(samples.archive({name: b"Text"}))) == [("document", f"given.zip/{name}")]
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "a", here]


def test_one_document_of_an_archive_can_be_named(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "given.zip"
    path.write_bytes(samples.archive({"b/one.txt": b"Text", "two.txt": b"Text"}))
    assert split_archives([str(path), "other.txt"]) == [f"{path}/b/one.txt", f"{path}/two.txt", "other.txt"]
    assert told(list(read(f"{path}/b/one.txt"))) == [("document", f"{path}/b/one.txt")]
    assert told(list(read(f"{path}/b/none.txt"))) == [("file.unreadable", f"{path}/b/none.txt")]


def test_an_archive_that_cannot_be_split_is_left_to_its_reader(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "given.zip"
    path.write_bytes(b"PK\x03\x04 no archive")
    assert split_archives([str(path)]) == [str(path)]
    assert told(list(read(str(path)))) == [("file.broken", str(path))]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_damaged_member_names_itself_and_the_others_are_read(
    tmp_path: pathlib.Path, method: int, place: float
) -> None:
    path = tmp_path / "all.zip"
    text = "The General Assembly,\n" + "".join(f"{n}. Requests the Secretary-General to report;\n" for n in range(300))
    with zipfile.ZipFile(path, "w", method) as archive:
        for name in ("1.txt", "2.txt", "3.txt"):
            archive.writestr(name, text)
        damaged = archive.getinfo("2.txt")
    data = bytearray(path.read_bytes())
    start = damaged.header_offset + 30 + len(damaged.filename) + int(place * damaged.compress_size)
    for byte in range(start, min(start + 8, len(data))):
        data[byte] ^= 0xFF
    path.write_bytes(data)
    found = list(read(str(path)))
    assert told(found) == [
        ("document", f"{path}/1.txt"),
        ("file.broken", f"{path}/2.txt"),
        ("document", f"{path}/3.txt"),
    ]

#!/usr/bin/env python3
"""Writes hostile ZIPs, each the same honest pack with one property changed.

    make_zips.py FOLDER

FOLDER gets NAME.zip for each case and want.txt: "NAME.zip zip/code" a line; two of them are honest
("ok") and prove that the writer below is ours but for what a case changes. Only the standard
library; every byte is placed here.
"""

import os
import random
import struct
import sys
import zlib

MODE = 0o100644 << 16
PAGE = b"<!DOCTYPE html>\n" + b"<p>Rest, water, company.</p>\n" * 40


def deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


class Entry:
    """One file. What starts with `l_` stands in the local header, with `c_` in the directory."""

    def __init__(self, name, data, **changes):
        self.key = name.encode() if isinstance(name, str) else name
        packed = deflate(data)
        stored = len(packed) >= len(data)
        self.data = data if stored else packed
        crc = zlib.crc32(data)
        for side in "lc":
            values = dict(version=10 if stored else 20, flags=0, method=0 if stored else 8,
                          time=0, date=0x21, crc=crc, packed=len(self.data), size=len(data),
                          name=self.key, extra=b"")
            for key, value in values.items():
                setattr(self, f"{side}_{key}", value)
        self.c_made_by, self.c_comment, self.c_disk = 0x033F, b"", 0
        self.c_internal, self.c_external, self.c_offset = 0, MODE, None
        self.before, self.after = b"", b""
        self.change(**changes)

    def change(self, **changes):
        """`flags=8` changes both sides, `l_flags=8` one."""
        for key, value in changes.items():
            keys = [key] if hasattr(self, key) else [f"l_{key}", f"c_{key}"]
            for one in keys:
                assert hasattr(self, one), one
                setattr(self, one, value)
        return self

    def shared(self, side):
        value = lambda key: getattr(self, f"{side}_{key}")
        return struct.pack("<HHHHHLLLHH", value("version"), value("flags"), value("method"),
                           value("time"), value("date"), value("crc"), value("packed"),
                           value("size"), len(value("name")), len(value("extra")))

    def local(self):
        return (b"PK\3\4" + self.shared("l") + self.l_name + self.l_extra + self.data)

    def central(self, offset):
        offset = offset if self.c_offset is None else self.c_offset
        return (b"PK\1\2" + struct.pack("<H", self.c_made_by) + self.shared("c") +
                struct.pack("<HHHLL", len(self.c_comment), self.c_disk, self.c_internal,
                            self.c_external, offset) + self.c_name + self.c_extra + self.c_comment)


def build(entries, prefix=b"", shift=0, gap=b"", directory_gap=b"", tail=b"", comment=b"",
          disk=0, directory_disk=0, here=None, count=None, size=None, offset=None, end=b"PK\5\6",
          before_end=b"", order=None, extra_records=b""):
    """`shift` is added to every offset written, `before_end` lies between directory and end."""
    data, records = bytearray(prefix), []
    for entry in entries:
        data += entry.before
        records.append(entry.central(len(data) + shift))
        data += entry.local() + entry.after
    records = records if order is None else [records[i] for i in order]
    data += gap
    start = len(data)
    directory = directory_gap.join(records) + extra_records
    count = len(records) if count is None else count
    data += directory + before_end
    data += end + struct.pack("<HHHHLLH", disk, directory_disk, count if here is None else here,
                              count, len(directory) if size is None else size,
                              start + shift if offset is None else offset, len(comment))
    return bytes(data + comment + tail)


def honest():
    return [Entry("MANIFEST.txt", b"pack: notes\n"), Entry("en/index.html", PAGE),
            Entry("style.css", b"p{margin:0}")]


def with_entry(index=1, **changes):
    entries = honest()
    entries[index].change(**changes)
    return build(entries)


def named(name):
    """A pack with one file of that name, in its place by bytes."""
    raw = name.encode() if isinstance(name, str) else name
    return build(sorted([Entry("MANIFEST.txt", b"pack: notes\n"), Entry(raw, PAGE)],
                        key=lambda e: e.key))


def with_data(data, size, crc, packed=None):
    """en/index.html with these packed bytes."""
    entries = honest()
    entries[1].data = data
    entries[1].change(packed=len(data) if packed is None else packed, size=size, crc=crc, method=8)
    return build(entries)


def tight_pad():
    """The page, with the bits behind the end of its deflate stream set."""
    packed = bytearray(deflate(PAGE))
    for bit in range(7, -1, -1):
        flipped = bytes(packed[:-1]) + bytes([packed[-1] ^ (1 << bit)])
        try:
            d = zlib.decompressobj(-15)
            if d.decompress(flipped) == PAGE and d.eof and not d.unused_data:
                return flipped
        except zlib.error:
            pass
    raise AssertionError("the stream ends at a byte's last bit: change the page")


def stored_block_pad():
    """A stored block in deflate whose five unused bits are set."""
    data = b"p{margin:0}"
    first = struct.pack("<BHH", 0xF8, len(data), len(data) ^ 0xFFFF) + data
    return first + deflate(PAGE), data + PAGE  # the page keeps it smaller than what it unpacks to


def overlap():
    """Two names for the same bytes."""
    entries = honest()
    entries[2].c_offset = len(entries[0].local())
    return build(entries)


def quoted_overlap():
    """A second local header hidden in the data of the first."""
    inner = Entry("b.html", PAGE)
    outer = Entry("a.html", inner.local())
    outer.data = inner.local()
    outer.change(method=0, version=10, packed=len(outer.data), size=len(outer.data),
                 crc=zlib.crc32(outer.data))
    data = outer.local()
    start = len(data)
    directory = outer.central(0) + inner.central(30 + len("a.html"))
    return data + directory + b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 2, 2, len(directory),
                                                       start, 0)


def zip64_end():
    entries = honest()
    plain = build(entries)
    start = plain.index(b"PK\1\2")
    size = len(plain) - 22 - start
    record = b"PK\6\6" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, 3, 3, size, start)
    locator = b"PK\6\7" + struct.pack("<LQL", 0, start + size, 1)
    return build(entries, before_end=record + locator)


def zip64_end_marked():
    plain = zip64_end()
    return plain[:-22] + b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF,
                                                0xFFFFFFFF, 0)


def local_cut():
    """The directory begins where the last local header is not over."""
    cut = PLAIN[:PLAIN.rindex(b"PK\3\4") + 20]
    return cut + PLAIN[PLAIN.index(b"PK\1\2"):-6] + struct.pack("<LH", len(cut), 0)


def many(count):
    return build([Entry("f%06d.txt" % i, b"") for i in range(count)])


def unicode_path(name):
    return b"\x75\x70" + struct.pack("<HBL", 5 + len(name), 1, 0) + name


PLAIN = build(honest())
PAGE_CRC = zlib.crc32(PAGE)
BIG = bytes(20 << 20)
PAD_PACKED, PAD_PAGE = stored_block_pad()


def cases():
    # Honest ones: what follows is refused for its one property and for nothing else.
    yield "honest", "ok", PLAIN
    yield "honest-empty-file", "ok", build([Entry("a.txt", b"")])
    # The whole file
    yield "empty-file", "zip/not-a-zip", b""
    yield "text", "zip/not-a-zip", b"Hello, this is not an archive at all.\n"
    yield "only-an-end", "zip/empty", build([])
    yield "cut-in-the-end", "zip/truncated", PLAIN[:-4]
    yield "cut-in-the-directory", "zip/truncated", PLAIN[:-60]
    book = Entry("a.epub", PLAIN).change(packed=len(PLAIN), method=0, version=10)
    book.data = PLAIN
    yield "cut-behind-a-book", "zip/truncated", build(
        [book, Entry("b.png", random.Random(1).randbytes(80000))])[:-9000]
    yield "cut-at-the-front", "zip/truncated", PLAIN[20:]
    yield "prefix-unshifted", "zip/prefix", b"#!/bin/sh\nexit 0\n" + PLAIN
    yield "prefix-shifted", "zip/prefix", build(honest(), prefix=b"#!/bin/sh\nexit 0\n")
    yield "prefix-that-looks-like-an-entry", "zip/prefix", build(
        honest(), prefix=Entry("ghost.html", PAGE).local())
    yield "trailing-newline", "zip/trailing", PLAIN + b"\n"
    yield "trailing-second-zip", "zip/prefix", PLAIN + build([Entry("other.txt", b"x")])
    yield "comment", "zip/comment", build(honest(), comment=b"hello")
    yield "comment-that-is-an-end", "zip/gap", build(honest(), comment=PLAIN[-22:])
    yield "comment-announced-only", "zip/comment", PLAIN[:-2] + b"\x05\x00"
    yield "multi-disk-number", "zip/multi-disk", build(honest(), disk=1)
    yield "multi-disk-directory", "zip/multi-disk", build(honest(), directory_disk=1)
    yield "multi-disk-count", "zip/multi-disk", build(honest(), here=2)
    yield "multi-disk-entry", "zip/multi-disk", with_entry(c_disk=1)
    yield "zip64-end", "zip/zip64", zip64_end()
    yield "zip64-end-marked", "zip/zip64", zip64_end_marked()
    yield "zip64-sizes", "zip/zip64", with_entry(
        packed=0xFFFFFFFF, size=0xFFFFFFFF,
        extra=struct.pack("<HHQQ", 1, 16, len(PAGE), len(deflate(PAGE))))
    yield "zip64-extra-only", "zip/zip64", with_entry(c_extra=struct.pack("<HHQ", 1, 8, 5))
    yield "zip64-local-only", "zip/zip64", with_entry(
        l_packed=0xFFFFFFFF, l_size=0xFFFFFFFF,
        l_extra=struct.pack("<HHQQ", 1, 16, len(PAGE), len(deflate(PAGE))))
    yield "zip64-local-packed", "zip/zip64", with_entry(
        l_packed=0xFFFFFFFF, l_extra=struct.pack("<HHQ", 1, 8, len(deflate(PAGE))))
    yield "zip64-local-size", "zip/zip64", with_entry(
        l_size=0xFFFFFFFF, l_extra=struct.pack("<HHQ", 1, 8, len(PAGE)))
    yield "count-low", "zip/count", build(honest(), count=2)
    yield "count-high", "zip/count", build(honest(), count=4)
    yield "count-zero", "zip/empty", build(honest(), count=0)
    yield "directory-size-short", "zip/gap", build(honest(), size=100)
    yield "directory-offset-high", "zip/truncated", build(honest(), offset=len(PLAIN))
    # Bytes that belong to nothing, or to two
    hidden = honest()
    hidden[1].before = b"hidden between two files"
    yield "gap-between-files", "zip/gap", build(hidden)
    hidden = honest()
    hidden[1].before = Entry("ghost.html", PAGE).local()
    yield "gap-ghost-entry", "zip/gap", build(hidden)
    yield "gap-before-directory", "zip/gap", build(honest(), gap=b"hidden")
    yield "gap-before-end", "zip/gap", build(honest(), before_end=b"hidden")
    yield "gap-between-records", "zip/count", build(honest(), directory_gap=b"hidden")
    yield "gap-digital-signature", "zip/gap", build(honest(), extra_records=b"PK\5\5\x04\x00abcd")
    yield "overlap-same-bytes", "zip/overlap", overlap()
    yield "overlap-quoted", "zip/overlap", quoted_overlap()
    lying = honest()
    lying[2].change(method=8, version=20, packed=len(lying[2].data) + 20, size=100)
    yield "overlap-into-directory", "zip/overlap", build(lying)
    yield "overlap-of-header-and-directory", "zip/overlap", local_cut()
    yield "local-missing", "zip/local-missing", PLAIN.replace(
        b"PK\3\4", b"PK\3\x00").replace(b"PK\3\x00", b"PK\3\4", 1)
    lying = honest()
    lying[0].change(packed=11, size=11)
    yield "gap-short-size", "zip/gap", build(lying)
    # Names
    for slug, name, rule in [
            ("parent", "../evil.html", "parent"), ("parent-middle", "a/../../evil.html", "parent"),
            ("parent-end", "a/..", "parent"), ("dot-part", "a/./b.html", "dot"),
            ("absolute", "/etc/passwd", "absolute"), ("absolute-double", "//host/x", "absolute"),
            ("backslash", "a\\b.html", "backslash"), ("unc", "\\\\host\\x", "backslash"),
            ("backslash-parent", "..\\evil.html", "backslash"),
            ("drive", "c:/windows/x.html", "character"), ("stream", "a.html:b", "character"),
            ("nul-byte", b"a.html\0.txt", "character"), ("newline", "a\nb.html", "character"),
            ("escape", "a\x1b[2Jb.html", "character"), ("space", "a b.html", "character"),
            ("trailing-space", "a.html ", "character"), ("unicode", "ä.html", "character"),
            ("right-to-left", "a\u202elmth.exe", "character"),
            ("bad-utf8", b"a\xff\xfe.html", "character"), ("overlong-slash", b"a\xc0\xafb", "character"),
            ("tilde", "progra~1.html", "character"), ("question", "a?.html", "character"),
            ("empty-part", "a//b.html", "empty-part"), ("empty", "", "empty"),
            ("long", "a" * 96 + ".html", "length"), ("very-long", "a/" * 30000 + "b", "length"),
            ("hidden", ".htaccess", "dot"), ("hidden-folder", ".git/config", "dot"),
            ("trailing-dot", "a.html.", "dot"), ("trailing-dot-folder", "a./b.html", "dot"),
            ("capital", "Index.html", "case"), ("capital-folder", "EN/index.html", "case"),
            ("manifest-as-folder", "MANIFEST.txt.d/X", "case"),
            ("device-con", "con", "device"), ("device-con-html", "con.html", "device"),
            ("device-aux-folder", "aux/a.html", "device"), ("device-nul", "a/nul.txt.html", "device"),
            ("device-com1", "com1.css", "device"), ("device-lpt9", "lpt9", "device"),
            ("device-prn", "prn.html", "device")]:
        yield "name-" + slug, "zip/name-" + rule, named(name)
    yield "folder-entry", "zip/folder", build(
        [Entry("MANIFEST.txt", b"pack: notes\n"), Entry("en/", b"")])
    yield "folder-by-mode", "zip/folder", with_entry(c_external=0o40755 << 16)
    yield "duplicate", "zip/duplicate", build(
        [Entry("a.html", PAGE), Entry("a.html", b"something else")])
    yield "order", "zip/order", build([Entry("b.html", PAGE), Entry("a.html", PAGE)])
    yield "order-of-data", "zip/prefix", build(
        [Entry("b.html", PAGE), Entry("a.html", PAGE)], order=[1, 0])
    yield "case-twin", "zip/case-twin", build([Entry("README.txt", b"a"), Entry("readme.txt", b"b")])
    yield "file-and-folder", "zip/file-and-folder", build(
        [Entry("a", PAGE), Entry("a/b.html", PAGE)])
    yield "file-and-folder-apart", "zip/file-and-folder", build(
        [Entry("a", PAGE), Entry("a-b.html", PAGE), Entry("a/b/c.html", PAGE)])
    yield "file-and-folder-folded", "zip/file-and-folder", build(
        [Entry("README.txt", PAGE), Entry("readme.txt/b.html", PAGE)])
    yield "name-differs", "zip/name-differs", with_entry(l_name=b"en/other.html")
    yield "name-differs-in-length", "zip/name-differs", with_entry(l_name=b"x.html")
    # Kinds of files and rights
    yield "symlink", "zip/symlink", with_entry(c_external=0o120777 << 16)
    yield "device-file", "zip/special", with_entry(c_external=0o060644 << 16)
    yield "pipe", "zip/special", with_entry(c_external=0o010644 << 16)
    yield "setuid", "zip/setuid", with_entry(c_external=0o104755 << 16)
    yield "setgid", "zip/setuid", with_entry(c_external=0o102644 << 16)
    yield "executable", "zip/mode", with_entry(c_external=0o100755 << 16)
    yield "world-writable", "zip/mode", with_entry(c_external=0o100666 << 16)
    yield "no-mode", "zip/mode", with_entry(c_external=0)
    yield "dos-hidden", "zip/mode", with_entry(c_external=MODE | 2)
    yield "internal-text", "zip/attributes", with_entry(c_internal=1)
    # Flags and methods
    yield "encrypted", "zip/encrypted", with_entry(flags=1)
    yield "encrypted-local-only", "zip/encrypted", with_entry(l_flags=1)
    yield "encrypted-strong", "zip/encrypted", with_entry(flags=0x41)
    yield "masked-headers", "zip/encrypted", with_entry(flags=0x2000)
    yield "descriptor", "zip/descriptor", with_entry(flags=8)
    yield "descriptor-whole", "zip/descriptor", with_entry(
        flags=8, l_crc=0, l_packed=0, l_size=0,
        after=b"PK\7\x08" + struct.pack("<LLL", PAGE_CRC, len(deflate(PAGE)), len(PAGE)))
    yield "descriptor-local-only", "zip/descriptor", with_entry(l_flags=8)
    yield "descriptor-local-sizes", "zip/descriptor", with_entry(
        l_flags=8, l_crc=0, l_packed=0, l_size=0,
        after=b"PK\7\x08" + struct.pack("<LLL", PAGE_CRC, len(deflate(PAGE)), len(PAGE)))
    yield "utf8-flag", "zip/flags", with_entry(flags=0x800)
    yield "level-flags", "zip/flags", with_entry(flags=2)
    yield "patch-flag", "zip/flags", with_entry(flags=0x20)
    yield "method-bzip2", "zip/method", with_entry(method=12)
    yield "method-lzma", "zip/method", with_entry(method=14)
    yield "method-zstd", "zip/method", with_entry(method=93)
    yield "method-deflate64", "zip/method", with_entry(method=9)
    yield "method-differs", "zip/method-differs", with_entry(l_method=0)
    # Fields that carry things unseen
    yield "extra-both", "zip/extra", with_entry(extra=b"\x99\x99\x04\x00abcd")
    yield "extra-directory", "zip/extra", with_entry(c_extra=b"\x99\x99\x04\x00abcd")
    yield "extra-local", "zip/extra", with_entry(l_extra=b"\x99\x99\x04\x00abcd")
    yield "extra-unicode-path", "zip/extra", with_entry(extra=unicode_path(b"evil.html"))
    yield "extra-timestamp", "zip/extra", with_entry(extra=b"UT\x05\x00\x03\x00\x00\x00\x00")
    yield "extra-broken", "zip/extra", with_entry(c_extra=b"\x99")
    yield "extra-cut-in-zip64", "zip/extra", with_entry(c_extra=b"\x01\x00")
    yield "entry-comment", "zip/comment", with_entry(c_comment=b"hello")
    yield "time", "zip/time", with_entry(time=0x6000)
    yield "date", "zip/time", with_entry(date=0x5d77)
    yield "date-local-only", "zip/time", with_entry(l_date=0x5d77)
    yield "date-zero", "zip/time", with_entry(date=0)
    yield "version-needed", "zip/version", with_entry(version=45)
    yield "version-needed-stored", "zip/version", with_entry(2, version=20)
    yield "version-made-by-dos", "zip/version", with_entry(c_made_by=0x003F)
    yield "version-made-by-old", "zip/version", with_entry(c_made_by=0x031E)
    # Sizes and checksums
    yield "crc", "zip/crc", with_entry(crc=PAGE_CRC ^ 1)
    yield "crc-differs", "zip/crc-differs", with_entry(l_crc=PAGE_CRC ^ 1)
    yield "crc-stored", "zip/crc", with_entry(2, crc=7)
    yield "size-differs", "zip/size-differs", with_entry(l_size=len(PAGE) - 1)
    yield "packed-differs", "zip/size-differs", with_entry(l_packed=1)
    yield "size-short", "zip/size-long", with_entry(size=len(PAGE) - 1)
    yield "size-long", "zip/size-short", with_entry(size=len(PAGE) + 1)
    yield "stored-size", "zip/stored-size", with_entry(2, size=5)
    yield "deflated-no-smaller", "zip/deflated-size", with_entry(
        2, packed=len(b"p{margin:0}"), size=len(b"p{margin:0}"), method=8, version=20)
    yield "deflate-broken", "zip/deflate", with_data(b"\x07" * 40, len(PAGE), PAGE_CRC)
    yield "deflate-empty", "zip/ratio", with_data(b"", 10, PAGE_CRC)
    yield "deflate-cut", "zip/deflate", with_data(deflate(PAGE)[:-3], len(PAGE), PAGE_CRC)
    yield "deflate-bytes-behind", "zip/deflate-end", with_data(
        deflate(PAGE) + b"hidden", len(PAGE), PAGE_CRC)
    yield "deflate-bits-behind", "zip/deflate-bits", with_data(tight_pad(), len(PAGE), PAGE_CRC)
    yield "deflate-bits-stored-block", "zip/deflate-bits", with_data(
        PAD_PACKED, len(PAD_PAGE), zlib.crc32(PAD_PAGE))
    # Bombs
    yield "bomb-honest", "zip/ratio", build([Entry("a.txt", BIG)])
    yield "bomb-many", "zip/ratio", build(
        [Entry("f%02d.txt" % i, bytes(1 << 20)) for i in range(40)])
    yield "bomb-claim", "zip/ratio", with_entry(size=400 << 20)
    yield "bomb-impossible", "zip/ratio", with_entry(size=1 << 20)
    yield "too-large", "zip/too-large", with_entry(size=600 << 20)
    yield "too-many", "zip/zip64", many(65535)
    yield "count-huge", "zip/count", build(honest(), count=65534)


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "want.txt"), "w") as want:
        for name, code, data in cases():
            with open(os.path.join(folder, name + ".zip"), "wb") as out:
                out.write(data)
            want.write(f"{name}.zip {code}\n")


if __name__ == "__main__":
    main()

"""Inputs that are built against each parser: name → (kind of tests/tools/parse, what makes it, size).

Each maker takes n and gives text of some n bytes (or n items where bytes say nothing). A parser must
take about ten times as many instructions for ten times the input, or say which limit it has.
"""


def rep(text):
    return lambda n: text * (n // len(text) + 1)


def counted(line):
    """Lines with a running number, as {0}."""
    def make(n):
        out, i, size = [], 0, 0
        while size < n:
            out.append(line.format(i))
            size += len(out[-1])
            i += 1
        return "".join(out)
    return make


def growing(mark, gap=" "):
    """Runs of a mark, each longer than the one before."""
    def make(n):
        out, i, size = [], 1, 0
        while size < n:
            out.append(mark * i)
            size += i + len(gap)
            i += 1
        return gap.join(out)
    return make


def around(before, inside, after):
    return lambda n: before(n // 2) + inside + after(n // 2)


def lines_of(before, line, after=""):
    return lambda n: before + line * (n // len(line) + 1) + after


def quotes(n):
    return "".join("> " * (i % 20) + "a\n" for i in range(n // 21 + 1))


def nested_lists(n):
    return "".join("  " * (i % 20) + "- a\n" for i in range(n // 23 + 1))


def table_of(columns, row):
    def make(n):
        head = "|" + "a|" * columns + "\n|" + "-|" * columns + "\n"
        return head + row * ((n - len(head)) // len(row) + 1)
    return make


def definitions_and_uses(n):
    half = counted("[l{0}]: /u\n")(n // 2)
    return half + "\n" + counted("[l{0}] ")(n // 2)


def footnotes(n):
    half = counted("a[^{0}] ")(n // 2)
    return half + "\n\n" + counted("[^{0}]: b\n\n")(n // 2)


def deep_yaml(n):
    return "".join("  " * (i % 12) + "a:\n" for i in range(n // 14))


def services(n):
    return "name: Van\n" + "phones:\n" + counted("  - {{number: '+358 {0}', note: x}}\n")(n)


def sources(n):
    return counted("s{0}:\n  title: A\n  year: 2020\n")(n)


def pairs(n):
    return "a,b,risk,note,sources\n" + counted("s{0},t{0},low,x,\n")(n)


HEAD = """<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<meta http-equiv="x-dns-prefetch-control" content="off"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"/>
<title>x</title>
<link rel="icon" type="image/png" href="icon.png"/>
</head>
<body>
"""


def page(body):
    return lambda n: HEAD + body(n) + "</body>\n</html>\n"


def manifest(n):
    lines, i = [], 0
    while i * 90 < n:
        lines.append(f"{i:064x} 5 a/{i:08d}.html\n")
        i += 1
    return ("pack: a\nprofile: onion\nserial: 1\nmade: 2026-01-01\nexpires: never\nprevious: none\n\n"
            + "".join(lines))


def png_size(n):
    import struct
    import zlib
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31, 2**31, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"\0" * n)) + chunk(b"IEND", b""))


def png_chunks(n):
    import struct
    import zlib
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    raw = zlib.compress(b"\0" * 65)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 1, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", raw) + chunk(b"IDAT", b"") * (n // 12) + chunk(b"IEND", b""))


def gif_frames(n):
    frame = b"\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
    return b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + frame * (n // len(frame)) + b";"


PDF_HEAD = b"%PDF-1.4\n%\xb5\xed\xae\xfb\n"


def pdf_of(objects):
    """A narrow PDF around objects, with the table and trailer that fit."""
    out, places = bytearray(PDF_HEAD), []
    for number, item in enumerate([b"<< /Type /Catalog\n /Pages 3 0 R >>", b"<< /Title (a) >>"] + objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d\n   /Root 1 0 R\n   /Info 2 0 R\n>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table)
    return bytes(out)


def pdf_streams(n):
    """Each stream's length stands in the object behind it."""
    objects = []
    for i in range(n // 70):
        objects += [b"<< /Length %d 0 R /Filter /FlateDecode >>\nstream\nabc\nendstream" % (2 * i + 4), b"3"]
    return pdf_of(objects)


def patches(n):
    """Each a middle of one byte for a file of 8."""
    return "".join(f"{i:06d}.html 2 2 1\nx" for i in range(n // 20))


def signature_lines(n):
    return "untrusted comment: " + "a" * n + "\n" + "A" * 100 + "\ntrusted comment: " + "b" * n + "\n" + "A" * 88 + "\n"


MARKDOWN = {
    "quotes": quotes,
    "quotes-one-line": rep("> "),
    "lists": nested_lists,
    "lists-one-line": rep("- "),
    "lists-and-quotes": rep("> - 1. "),
    "pipes": rep("|"),
    "pipes-table": lambda n: "|a|b|\n|-|-|\n" + "|" * n + "\n",
    "table-rows": table_of(3, "|a|b|c|\n"),
    "table-wide": table_of(900, "|" * 901 + "\n"),
    "table-short-rows": table_of(900, "a\n"),
    "tables-many": rep("|a|\n|-|\n\n"),
    "table-heads": rep("|a|\n"),
    "table-dashes": rep("|-|\n"),
    "opening-brackets": rep("["),
    "opening-images": rep("!["),
    "brackets-pairs": around(rep("["), "a", rep("]")),
    "brackets-reference": rep("[a]"),
    "brackets-open-note": rep("[^"),
    "brackets-link-open": rep("[a]("),
    "brackets-link-angle": rep("[a](<b"),
    "brackets-link-title": rep('[a](b "'),
    "brackets-link-parens": lambda n: "[a](" + "(" * n + ")" * n,
    "brackets-nested-links": rep("[a [b](c) "),
    "brackets-reference-deep": around(rep("[a]["), "b", rep("]")),
    "less-than": rep("<"),
    "less-than-tag": rep("<a "),
    "less-than-comment": rep("<!-- "),
    "less-than-comment-tight": rep("<!--"),
    "less-than-declaration": rep("<!A "),
    "less-than-cdata": rep("<![CDATA["),
    "less-than-pi": rep("<?"),
    "less-than-quote": rep("<a b='"),
    "less-than-address": rep("<a:"),
    "less-than-close": rep("</a "),
    "raw-html": rep("<b>a</b>"),
    "emphasis-open": rep("*a **a "),
    "emphasis-mixed": rep("*a _b "),
    "emphasis-closers": rep("a* b_ "),
    "emphasis-long-runs": around(rep("*"), "a", rep("*")),
    "emphasis-pairs": rep("*a*"),
    "emphasis-triple": rep("***a** "),
    "emphasis-underscores": rep("__a_"),
    "emphasis-nested": around(rep("*a **a "), "b", rep("a** a*")),
    "emphasis-rule-of-three": rep("a**b" + "c* "),
    "strike": rep("~a ~~b "),
    "strike-mixed": rep("~~a *b ~c "),
    "backticks": growing("`"),
    "backticks-runs": growing("`", "a"),
    "backticks-one": rep("`a``"),
    "backslashes": rep("\\"),
    "backslash-pipes": lambda n: "|a|\n|-|\n|" + "\\|" * (n // 2) + "|\n",
    "entities": rep("&"),
    "entities-long": rep("&abcdefghijklmnopqrstuvwxyz"),
    "entities-numbers": rep("&#1234567"),
    "one-line": rep("a"),
    "one-line-words": rep("ab "),
    "spaces": rep(" "),
    "spaces-lines": rep("     \n"),
    "tabs": rep("\t"),
    "empty-lines": rep("\n"),
    "hard-breaks": rep("a  \n"),
    "setext": rep("a\n=\n"),
    "setext-long": lambda n: "a\n" * (n // 2) + "===\n",
    "headings-one-title": rep("# a\n"),
    "headings-numbered": counted("# a {0}\n"),
    "headings-clash": lambda n: "".join(f"# a\n# a-{i}\n" for i in range(2, n // 10)),
    "headings-ids": counted("# a {{#i{0}}}\n"),
    "headings-long": lambda n: "# " + "a " * (n // 2) + "\n",
    "headings-closing": lambda n: "# a" + " #" * (n // 2) + "\n",
    "definitions": counted("[l{0}]: /u\n"),
    "definitions-same": rep("[a]: /u\n"),
    "definitions-used": definitions_and_uses,
    "definitions-long": lambda n: "[a]: /" + "u" * (n // 2) + "\n\n" + "[a] " * (n // 8),
    "definitions-title": rep("[a]: b 'c\n"),
    "definitions-open": rep("[a"),
    "notes": footnotes,
    "notes-same": rep("[^a]: b\n\n"),
    "notes-used": lambda n: "[^a] " * (n // 5) + "\n\n[^a]: b\n",
    "notes-nested": counted("[^{0}]: a [^{0}]\n"),
    "notes-chain": lambda n: "[^0]\n\n" + "".join(f"[^{i}]: [^{i + 1}]\n\n" for i in range(n // 20)),
    "notes-unused": counted("[^{0}]: a\n\n"),
    "notes-long": lambda n: "[^" + "a" * n + "]\n",
    "notes-lines": lambda n: "[^a]\n\n[^a]: b\n" + "    c\n\n" * (n // 7),
    "notes-lazy": lambda n: "[^a]\n\n[^a]: b\n" + "c\n" * (n // 2),
    "notes-in-table": lambda n: "|a|\n|-|\n" + "|[^a]|\n" * (n // 7) + "\n[^a]: b\n",
    "notes-in-quotes": rep("> [^a]: b\n\n"),
    "cites": rep("[@a] "),
    "cites-open": rep("[@"),
    "alerts": rep("> [!NOTE]\n> a\n\n"),
    "fences": growing("`", "\n"),
    "fences-open": rep("```\n\n"),
    "fences-tildes": growing("~", "\n"),
    "components": rep("::: toc\n:::\n\n"),
    "components-open": rep("::: toc\n"),
    "components-attributes": lambda n: "::: toc {" + "a=b " * (n // 4) + "}\n:::\n",
    "rules": rep("* * *\n"),
    "rules-long": lambda n: "* " * (n // 2) + "a\n",
    "ordered": counted("{0}. a\n"),
    "list-items": rep("- a\n"),
    "list-items-loose": rep("- a\n\n"),
    "list-items-lazy": lambda n: "- a\n" + "b\n" * (n // 2),
    "list-items-blank": rep("-\n"),
    "list-deep-then-flat": lambda n: nested_lists(n // 2) + "\n" + "a\n" * (n // 4),
    "nul": rep("\0"),
    "wide-characters": rep("水"),
    "combining": lambda n: "# a" + "\u0301" * (n // 2) + "\n",
    "bidi": rep("\u202e"),
}

OTHER = {
    "meta-fields": ("meta", lambda n: "---\n" + counted("x{0}: a\n")(n) + "---\n"),
    "meta-same-field": ("meta", lambda n: "---\n" + "title: a\n" * (n // 9) + "---\n"),
    "meta-list": ("meta", lambda n: "---\ntitle: a\naliases:\n" + counted("  - a{0}\n")(n) + "---\n"),
    "meta-deep": ("meta", lambda n: "---\n" + deep_yaml(n) + "---\n"),
    "meta-flow": ("meta", lambda n: "---\na: " + "[" * n + "\n---\n"),
    "meta-flow-map": ("meta", lambda n: "---\na: " + "{a: " * (n // 4) + "\n---\n"),
    "meta-long-line": ("meta", lambda n: "---\ntitle: " + "a" * n + "\n---\n"),
    "meta-never-closed": ("meta", lambda n: "---\n" + "a: b\n" * (n // 5)),
    "meta-quotes": ("meta", lambda n: '---\ntitle: "' + '\\"' * (n // 2) + '"\n---\n'),
    "meta-folded": ("meta", lambda n: "---\nsummary: >\n" + "  a\n" * (n // 4) + "---\n"),
    "meta-anchors": ("meta", lambda n: "---\n" + counted("a{0}: &a{0} [b]\n")(n) + "---\n"),
    "meta-doses": ("meta", lambda n: "---\ntitle: a\ndoses:\n" + "  - {route: oral, unit: mg, light: 1-2}\n" * (n // 40) + "---\n"),
    "yaml-indent": ("sources", lambda n: "".join(" " * i + "a:\n" for i in range(int((2 * n) ** 0.5)))),
    "yaml-keys": ("sources", rep("? a\n")),
    "yaml-colons": ("sources", rep("a: ")),
    "yaml-dashes": ("sources", rep("- ")),
    "yaml-tabs": ("sources", rep("\ta:\n")),
    "yaml-comments": ("sources", rep("# a\n")),
    "yaml-documents": ("sources", rep("---\na: b\n")),
    "yaml-quotes": ("sources", rep("'")),
    "yaml-spaces": ("sources", lambda n: "a:" + " " * n + "b\n"),
    "yaml-plain-lines": ("sources", lambda n: "a:\n  title: b\n" + "   c\n" * (n // 5)),
    "config-languages": ("config", lambda n: "title: a\nlanguages:\n" + counted("  x{0}: {{name: a}}\n")(n)),
    "config-areas": ("config", lambda n: "title: a\nareas:\n" + counted("  - {{id: a{0}, name: b}}\n")(n)),
    "config-risks": ("config", lambda n: "title: a\nrisks:\n" + counted("  - {{id: a{0}, label: b, symbol: c}}\n")(n)),
    "service-phones": ("service", services),
    "service-channels": ("service", lambda n: "name: a\nchannels:\n" + "  - {type: phone, address: '1 12'}\n" * (n // 37)),
    "service-shared": ("service", lambda n: "name: a\nrecorded:\n  shared_with:\n" + counted("    - {{party: p{0}, when: never}}\n")(n)),
    "service-hours": ("service", lambda n: "name: a\nschedules:\n" + "  - {hours: 'Mo 10:00-12:00'}\n" * (n // 30)),
    "service-texts": ("service", lambda n: "name:\n" + counted("  x{0}: a\n")(n)),
    "service-kinds": ("service", lambda n: "name: a\nkinds:\n" + counted("  - k{0}\n")(n)),
    "sources-entries": ("sources", sources),
    "sources-unknown": ("sources", lambda n: "s:\n" + counted("  x{0}: a\n")(n)),
    "strings-keys": ("strings", counted("k{0}: a\n")),
    "strings-same": ("strings", rep("k: a\n")),
    "csv-cell": ("interactions", lambda n: 'a,b,risk,note\n"' + "a" * n + '",b,c,d\n'),
    "csv-quotes": ("interactions", lambda n: 'a,b,risk,note\n"' + '""' * (n // 2) + '",b,c,d\n'),
    "csv-open-quotes": ("interactions", lambda n: "a,b,risk,note\n" + 'x,"y\n' * (n // 5)),
    "csv-columns": ("interactions", lambda n: "a,b,risk" + "," * n + "\n"),
    "csv-languages": ("interactions", lambda n: "a,b,risk," + counted("note.x{0},")(n) + "\n"),
    "csv-rows": ("interactions", pairs),
    "csv-same-pair": ("interactions", lambda n: "a,b,risk,note\n" + "x,y,low,z\n" * (n // 10)),
    "csv-sources": ("interactions", lambda n: "a,b,risk,note,sources\nx,y,low,z," + "s;" * (n // 2) + "\n"),
    "hours-rules": ("hours", rep("Mo 10:00-12:00; ")),
    "hours-days": ("hours", rep("Mo,")),
    "hours-long": ("hours", rep("x")),
    "template-prints": ("template", rep("{{ a }}\n")),
    "template-nesting": ("template", around(rep("{% if a then %}"), "x", rep("{% end %}"))),
    "template-open": ("template", rep("{% if a then %}")),
    "template-comment": ("template", rep("{# ")),
    "template-braces": ("template", rep("{{")),
    "template-percent": ("template", rep("{%")),
    "template-stray": ("template", rep("}}")),
    "template-brackets": ("template", lambda n: "{{ " + "(" * n + ")" * n + " }}"),
    "template-tables": ("template", lambda n: "{{ " + "{" * n + " }}"),
    "template-long-string": ("template", lambda n: "{{ " + "[==[" * (n // 4) + " }}"),
    "template-string": ("template", lambda n: '{{ "' + "\\\\" * (n // 2) + '" }}'),
    "template-blocks": ("template", counted("{{% block b{0} %}}{{% endblock %}}\n")),
    "template-locals": ("template", counted("{{% local x{0} = 1 %}}\n")),
    "template-includes": ("template", rep('{% include "a.html" %}\n')),
    "template-text": ("template", rep("a\n")),
    "template-line": ("template", lambda n: "{{ a }} " * (n // 8)),
    "template-child": ("template", lambda n: '{% extends "b.html" %}\n' + "text\n" * (n // 5)),
    "html-text": ("html", page(rep("a"))),
    "html-paragraphs": ("html", page(rep("<p>a</p>\n"))),
    "html-ids": ("html", page(counted('<p id="i{0}">a</p>\n'))),
    "html-ids-alike": ("html", page(counted('<p id="aaaaaaaaaaaaaaaa{0}">a</p>\n'))),
    "html-ids-backwards": ("html", page(lambda n: "".join(f'<p id="i{i:08d}">a</p>\n' for i in range(n // 25, 0, -1)))),
    "html-fragments": ("html", page(counted('<p id="i{0}"><a href="#i{0}">a</a></p>\n'))),
    "html-fragments-missing": ("html", page(counted('<p><a href="#i{0}">a</a></p>\n'))),
    "html-links": ("html", page(rep('<p><a href="b.html">a</a></p>\n'))),
    "html-links-across": ("html", page(counted('<p><a href="b.html#i{0}">a</a></p>\n'))),
    "html-depth": ("html", page(rep("<div>"))),
    "html-open": ("html", page(rep("<"))),
    "html-attributes": ("html", page(lambda n: "<p" + ' class="a"' * (n // 10) + ">a</p>")),
    "html-long-attribute": ("html", page(lambda n: '<p title="' + "a" * n + '">a</p>')),
    "html-class-words": ("html", page(lambda n: '<p class="' + counted("a{0} ")(n).strip() + '">a</p>')),
    "html-references": ("html", page(rep("&amp;"))),
    "html-brackets": ("html", page(rep("]]"))),
    "html-lists": ("html", page(lambda n: "<ul>" + "<li>a</li>" * (n // 10) + "</ul>")),
    "html-table": ("html", page(lambda n: "<table><tbody>" + "<tr><td>a</td></tr>" * (n // 19) + "</tbody></table>")),
    "html-comments": ("html", page(rep("<!-- -->"))),
    "css-rules": ("css", rep("p { color: red; }\n")),
    "css-nesting": ("css", rep("@media screen { ")),
    "css-brackets": ("css", lambda n: "p { width: calc" + "(" * n + " }"),
    "css-functions": ("css", lambda n: "p { width: " + "calc(" * (n // 5) + " }"),
    "css-not": ("css", rep(":not(")),
    "css-comment": ("css", rep("/* ")),
    "css-comments": ("css", rep("/**/")),
    "css-string": ("css", lambda n: 'p::before { content: "' + "a" * n + '"; }'),
    "css-strings": ("css", rep('"')),
    "css-selectors": ("css", lambda n: "p," * (n // 2) + "b { color: red }\n"),
    "css-declarations": ("css", lambda n: "p { " + "color: red; " * (n // 12) + "}\n"),
    "css-variables": ("css", lambda n: "p { " + counted("--a{0}: 1px; ")(n) + "}\n"),
    "css-urls": ("css", rep('body { background: url("icon.png"); }\n')),
    "css-spaces": ("css", lambda n: "p" + " " * n + "{}\n"),
    "manifest-lines": ("manifest", manifest),
    "manifest-line": ("manifest", lambda n: "pack: " + "a" * n + "\n"),
    "png-size": ("image", png_size),
    "png-chunks": ("image", png_chunks),
    "gif-frames": ("image", gif_frames),
    "jpeg-segments": ("image", lambda n: b"\xff\xd8" + b"\xff\xfe\0\2" * (n // 4)),
    "jpeg-fill": ("image", lambda n: b"\xff\xd8" + b"\xff" * n),
    "jpeg-tables": ("image", lambda n: b"\xff\xd8" + (b"\xff\xdb\0\x43\0" + bytes(range(1, 65))) * (n // 69)),
    "webp-chunks": ("image", lambda n: b"RIFF" + (4 + n // 8 * 8).to_bytes(4, "little") + b"WEBP" + b"EXIF\0\0\0\0" * (n // 8)),
    "services-rows": ("services", lambda n: "id,name\n" + counted("v{0},Van\n")(n)),
    "services-columns": ("services", lambda n: "id,name," + counted("phones.{0}.number,")(n) + "\na,b\n"),
    "services-languages": ("services", lambda n: "id," + counted("name.x{0},")(n) + "\n"),
    "services-unknown": ("services", lambda n: "id,name," + counted("nam{0},")(n) + "\n"),
    "services-same-id": ("services", lambda n: "id,name\n" + "a,Van\n" * (n // 6)),
    "services-cell": ("services", lambda n: 'id,name\na,"' + "b" * n + '"\n'),
    "services-quotes": ("services", lambda n: 'id,name\na,"' + '""' * (n // 2) + '"\n'),
    "services-hours": ("services", lambda n: 'id,name,schedules\na,Van,"' + "24/7\n" * (n // 5) + '"\n'),
    "services-lists": ("services", lambda n: 'id,name,kinds\na,Van,"' + "k;" * (n // 2) + '"\n'),
    "services-wide-rows": ("services", lambda n: "id,name\n" + ("a," * 900 + "\n") * (n // 1800)),
    "hours-comment": ("hours", lambda n: '24/7 "' + "a" * n + '"'),
    "classes-entries": ("classes", counted("c{0}: {{name: a}}\n")),
    "theme-settings": ("theme", lambda n: "name: a\nsettings:\n" + counted("  s{0}: a\n")(n)),
    "pdf-objects": ("pdf", lambda n: pdf_of([b"<< /Count 1 >>"] * (n // 50))),
    "pdf-backwards": ("pdf", lambda n: PDF_HEAD + b"".join(b"%d 0 obj\n1\nendobj\n" % i for i in range(n // 22, 0, -1))),
    "pdf-streams": ("pdf", pdf_streams),
    "pdf-length-afar": ("pdf", lambda n: PDF_HEAD + b"1 0 obj\n<< /Length 2 0 R /Filter /FlateDecode >>\nstream\n" + b"endstream\n" * (n // 10)),
    "pdf-depth": ("pdf", lambda n: PDF_HEAD + b"1 0 obj\n" + b"[" * n),
    "pdf-keys": ("pdf", lambda n: PDF_HEAD + b"1 0 obj\n<< /Font << " + b"".join(b"/f%d 1 0 R " % i for i in range(n // 12)) + b">> >>\nendobj\n"),
    "pdf-numbers": ("pdf", lambda n: PDF_HEAD + b"1 0 obj\n[ " + b"1 " * (n // 2) + b"]\nendobj\n"),
    "pdf-text": ("pdf", lambda n: PDF_HEAD + b"1 0 obj\n(" + b"\\(" * (n // 2)),
    "pdf-hex": ("pdf", lambda n: PDF_HEAD + b"1 0 obj\n<" + b"00" * (n // 2)),
    "pdf-spaces": ("pdf", lambda n: PDF_HEAD + b"1 0 obj\n" + b"% 1\n" * (n // 4)),
    "signature-comments": ("signature", signature_lines),
    "signature-lines": ("signature", rep("untrusted comment: a\n")),
    "public-line": ("public", rep("RW")),
    "note-digests": ("note", rep("pack: " + "0" * 64 + "\n")),
    "note-signature": ("note", lambda n: "".join(f"{name}: {'0' * 64}\n" for name in ("pack", "base", "base-manifest")) + "\n" + "a" * n),
    "patches": ("patches", patches),
    "patches-unsorted": ("patches", lambda n: "000001.html 0 0 0\n" * (n // 18)),
    "patches-line": ("patches", rep("a ")),
    "zip-ends": ("zip", lambda n: b"PK\5\6" * (n // 4)),
    "zip-locals": ("zip", lambda n: b"PK\3\4" + b"\0" * n),
}


# What is large by itself: name → (kind, what makes it, a tenth of its size).
LARGE = {
    "large-line": ("markdown", rep("a"), 400_000),  # 10 MB: see sites.py
    "large-pipes": ("markdown", rep("|"), 100_000),
    "large-brackets": ("markdown", rep("["), 100_000),
    "large-images": ("markdown", rep("!["), 100_000),
    "large-headings": ("markdown", lambda n: "# a\n" * n, 10_000),
    "large-notes": ("markdown", lambda n: "".join(f"a[^{i}] " for i in range(n)) + "\n\n" +
                    "".join(f"[^{i}]: b\n\n" for i in range(n)), 10_000),
    "large-pairs": ("interactions", lambda n: "a,b,risk\n" + "".join(f"s{i},t{i},low\n" for i in range(n)), 10_000),
}


def all_inputs():
    for name, make in MARKDOWN.items():
        yield name, "markdown", make
    for name, (kind, make) in OTHER.items():
        yield name, kind, make


def as_bytes(made):
    return made.encode() if isinstance(made, str) else made

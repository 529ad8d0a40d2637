#!/usr/bin/env python3
"""What the audit accepts is one tree for everybody.

Good pages and thousands of deterministic mutants of them go through the audit. For each page that it
accepts, the elements, attributes and texts that html5lib (as a browser), lxml's XML parser and our own
scanner see must be the same, and the browser's tree may hold nothing that runs, calls or loads from
elsewhere. Usage: audit_vs_parsers.py HTMLDUMP [MUTANTS]
"""
import json
import random
import re
import subprocess
import sys

import html5lib
import lxml.etree

POLICY = ("default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
          "form-action 'none'")
HEAD = ('<meta charset="utf-8"/>\n<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        '<meta name="referrer" content="no-referrer"/>\n'
        '<meta http-equiv="x-dns-prefetch-control" content="off"/>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"/>\n'
        '<title>A &amp; b</title>\n<link rel="icon" type="image/png" href="icon.png"/>\n'
        '<link rel="stylesheet" href="style.css"/>\n')
OUT = 'class="external" rel="noreferrer noopener nofollow"'
BODIES = [
    '<p>x</p>\n',
    '<header><nav aria-label="Pages"><ul>\n<li><a href="guides/mdma.html">x</a></li>\n<li>y<ul><li>z</li>'
    '</ul></li></ul></nav></header>\n<main id="m"><h1>H</h1><p>a <em>b <strong>c</strong></em> d</p></main>'
    '\n<footer><p>f</p></footer>\n',
    '<table>\n<caption>c</caption>\n<thead>\n<tr><th scope="col">h</th><th>i</th></tr>\n</thead>\n<tbody>\n'
    '<tr><td>1</td><td><table><tbody><tr><td>n</td></tr></tbody></table></td></tr>\n</tbody>\n<tfoot><tr>'
    '<td colspan="2">f</td></tr></tfoot></table>\n',
    '<dl><dt>t</dt><dd>d<p>e</p></dd></dl><dl><div><dt>t</dt><dd>d</dd></div></dl>',
    '<details open="">\n<summary>s <b>t</b></summary>\n<p>x</p></details><hr/><blockquote><p>q</p></blockquote>',
    '<pre><code class="language-c">\nint x;\n\n</code></pre><pre>a\n\nb</pre>',
    '<figure><img src="icon.png" alt="a &lt; b" width="1" height="1"/><figcaption>c</figcaption></figure>',
    f'<p id="a"><a href="#a">x</a> <a {OUT} href="https://x.test/?a=b&amp;c=d#e">y</a>'
    f'<a {OUT} href="tel:112">112</a><br/>z<wbr />w</p>',
    '<a href="guides/mdma.html"><div><h2>x</h2><p>y</p></div></a><p><ins>i</ins><del>d <b>e</b></del></p>',
    '<p lang="ar" xml:lang="ar" dir="rtl">نالوكسون &quot;x&quot; &#39;y&#39; a > b ] ]</p><p>Päihde, наркотик 😀</p>',
    '<p><b>a<i>b<u>c<small>d</small></u></i></b><sub>e</sub><sup>f</sup><abbr title="t">g</abbr><code>h</code>'
    '<kbd>i</kbd><samp>j</samp><q>k</q><cite>l</cite><mark>m</mark><bdi>n</bdi><bdo dir="rtl">o</bdo>'
    '<time datetime="2026-11-23">p</time><dfn>q</dfn><span>r</span></p>',
    '<ol start="3"><li><p>a</p><p>b</p></li><li>c</li></ol><address>x</address><aside>y</aside><section>z</section>',
]
NAMES = ("html head title meta link body header nav main footer aside section article h1 h2 p ul ol li dl dt dd a em "
         "b i small span div br hr wbr abbr dfn code pre blockquote q figure figcaption img table caption thead tbody "
         "tfoot tr th td details summary ins del bdo address script style svg math form input button select textarea "
         "iframe object template noscript ruby rt nobr font option plaintext image frameset base").split()
BITS = ["<", ">", "&", "&amp;", "&lt;", "&#39;", "&#60;", "&nbsp;", '"', "'", "=", " ", "\n", "\t", "\r", "\f", "\0",
        "/", "/>", "<!--", "-->", "<![CDATA[", "]]>", "]]", "<?x?>", "<!DOCTYPE html>", "x", "é", "\ufeff", "\u0085",
        "\ufffe", "\u00a0", "<b>", "</b>", "<p>", "</p>", "<br/>", "<br>", "</br>", "<p/>", "<a>", "</a>", "<script>",
        '<a href="#a">', '<img src="icon.png" alt="" width="1" height="1"/>', '<base href="http://x.test/"/>',
        "<script>alert(1)</script>", '<svg onload="x">', ' onclick="x"', ' style="x"', ' href="javascript:x"',
        ' href="http://x.test/"', ' src="http://x.test/a.png"', ' class="a"', ' xmlns="http://www.w3.org/2000/svg"',
        "<table>", "</table>", "<tr>", "<td>", "</td>", "<li>", "</li>", "<div>", "</div>", "<pre>\n", "<title>",
        "</title>", "</body>", "</html>", "<head>", "</head>", "<plaintext>", "<ul>", "</ul>", "<dd>", "<select>",
        '<meta http-equiv="refresh" content="0;url=http://x.test/"/>', '<link rel="preload" href="style.css"/>',
        "<div/>", "<span/>", "<!-- -->"]


def page(body, root='lang="en" dir="ltr"'):
    return (f'<!DOCTYPE html>\n<html {root}>\n<head>\n{HEAD}</head>\n<body>\n{body}</body>\n</html>\n')


def good_pages():
    for body in BODIES:
        yield page(body)
    yield page("".join(BODIES[i] for i in (1, 2, 3, 4)),
               'xmlns="http://www.w3.org/1999/xhtml" lang="fi" xml:lang="fi" dir="ltr"')


def mutate(rng, text):
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        tags = list(re.finditer(r"<[^>]*>", text))
        kind = rng.randrange(10)
        tag = rng.choice(tags) if tags else None
        at = rng.randrange(len(text) + 1)
        if kind == 0:
            text = text[:at] + rng.choice(BITS) + text[at:]
        elif kind == 1 and text:
            text = text[:at] + text[at + rng.randrange(1, 4):]
        elif kind == 2:
            text = text[:at] + chr(rng.randrange(1, 0x250)) + text[at + 1:]
        elif tag is None:
            continue
        elif kind == 3:  # without a tag
            text = text[:tag.start()] + text[tag.end():]
        elif kind == 4:  # a tag twice
            text = text[:tag.end()] + tag.group() + text[tag.end():]
        elif kind == 5:  # a tag somewhere else
            rest = text[:tag.start()] + text[tag.end():]
            to = rng.choice(tags).start() if rng.random() < 0.7 else rng.randrange(len(rest) + 1)
            text = rest[:to] + tag.group() + rest[to:]
        elif kind == 6:  # another element, opening and closing tag alike
            old = re.match(r"</?([a-z0-9]*)", tag.group()).group(1)
            new = rng.choice(NAMES)
            if old:
                text = re.sub(rf"(</?){old}(?![a-z0-9])", rf"\g<1>{new}", text) if rng.random() < 0.5 else \
                    text[:tag.start()] + tag.group().replace(old, new, 1) + text[tag.end():]
        elif kind == 7 and tag.group()[1] != "/":  # an attribute more
            end = tag.end() - (2 if tag.group().endswith("/>") else 1)
            text = text[:end] + rng.choice([bit for bit in BITS if bit[0] == " "]) + text[end:]
        elif kind == 8:  # something between two tags
            text = text[:tag.end()] + rng.choice(BITS) + text[tag.end():]
        else:  # an element around an element's content
            name = rng.choice(NAMES)
            end = rng.choice(tags)
            a, b = sorted((tag.end(), end.start()))
            text = text[:a] + f"<{name}>" + text[a:b] + f"</{name}>" + text[b:]
    return text


VOID = {"meta", "link", "br", "hr", "wbr", "img", "base", "input"}
ALLOWED = ("header nav main footer aside section article h1 h2 p ul ol li dl dt dd a em b i small span div br hr wbr dfn "
           "code pre blockquote q figure figcaption img table caption thead tbody tfoot tr th td details summary ins del "
           "bdo address").split()
TEXTS = ["x", " ", "\n", "\n\n", "a & b", "< > ]]", "\u00a0", "é\u0301", "\u2028", "ш", "\n x", "'\"'", "\u200f"]


def write(element, out):
    """An element in the form that the audit wants, whatever its content model."""
    def text(raw):
        for old, new in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
            raw = raw.replace(old, new)
        return raw
    attributes = "".join(f' {k.replace("{http://www.w3.org/XML/1998/namespace}", "xml:")}="'
                         + text(v).replace('"', "&quot;") + '"' for k, v in element.attrib.items())
    if element.tag in VOID and not len(element) and not element.text:
        out.append(f"<{element.tag}{attributes}/>")
    else:
        out.append(f"<{element.tag}{attributes}>" + text(element.text or ""))
        for child in element:
            write(child, out)
        out.append(f"</{element.tag}>")
    out.append(text(element.tail or ""))


def rename(element, rng):
    element.tag = rng.choice(ALLOWED)
    element.attrib.clear()
    if element.tag == "img":
        element.attrib.update({"src": "icon.png", "alt": "", "width": "1", "height": "1"})
    if element.tag == "bdo":
        element.set("dir", "rtl")
    if element.tag in VOID:
        element.text = None
        del element[:]


def rebuild(rng, text):
    """A mutant that is well-formed: elements moved, renamed, doubled, wrapped, taken out, with other texts."""
    root = lxml.etree.fromstring(text.encode())
    body = root.find("body")
    if body is None:
        return text
    for _ in range(rng.choice((1, 1, 2, 3, 5))):
        inside = [e for e in body.iter() if e is not body]
        if not inside:
            break
        one, other = rng.choice(inside), rng.choice([e for e in body.iter() if e.tag not in VOID])
        kind = rng.randrange(7)
        if kind == 0 and other not in set(one.iter()):
            other.insert(rng.randrange(len(other) + 1), one)
        elif kind == 1:
            rename(one, rng)
        elif kind == 2:
            one.addnext(lxml.etree.fromstring(lxml.etree.tostring(one, with_tail=False)))
        elif kind == 3:
            wrap = lxml.etree.Element("x")
            rename(wrap, rng)
            if wrap.tag not in VOID:
                one.addprevious(wrap)
                wrap.append(one)
        elif kind == 4:
            other.insert(rng.randrange(len(other) + 1), lxml.etree.Element("x"))
            for new in other.iter("x"):
                rename(new, rng)
        elif kind == 5 and one.tag not in VOID:
            one.text = rng.choice(TEXTS) + (one.text or "")
        else:
            one.tail = (one.tail or "") + rng.choice(TEXTS)
    out = []
    write(root, out)
    return "<!DOCTYPE html>\n" + "".join(out)


def audit(tool, pages):
    data = b"".join(b"%d\n%s" % (len(p), p) for p in pages)
    result = subprocess.run([tool], input=data, stdout=subprocess.PIPE, check=True)
    lines = result.stdout.split(b"\n")[:-1]
    assert len(lines) == len(pages), (len(lines), len(pages))
    return [json.loads(line[1:]) if line[:1] == b"+" else None for line in lines]


def normal(events):
    """Texts joined; white space left out where an HTML parser moves or drops it: directly in html, at body's end."""
    out, stack = [], []
    for event in events:
        if event[0] == "+":
            stack.append(event[1])
            attributes = {k: v for k, v in event[2].items() if k != "xmlns"}
            out.append(("+", event[1], tuple(sorted(attributes.items()))))
        elif event[0] == "-":
            stack.pop()
            if event[1] == "body" and out[-1][0] == "t":
                last = out.pop()[1].rstrip(" \n")
                out += [("t", last)] if last else []
            out.append(("-", event[1]))
        elif event[0] == "t" and stack and stack != ["html"]:
            if out[-1][0] == "t":
                out[-1] = ("t", out[-1][1] + event[1])
            elif event[1]:
                out.append(("t", event[1]))
        elif event[0] == "t" and event[1].strip(" \n"):
            out.append(("stray", event[1]))
    return out


def tree_events(element):
    if not isinstance(element.tag, str):
        yield ("odd", str(element.tag), {})
        return
    names = {"{http://www.w3.org/XML/1998/namespace}lang": "xml:lang"}
    tag = element.tag.replace("{http://www.w3.org/1999/xhtml}", "")
    yield ("+", tag, {names.get(k, k): v for k, v in element.attrib.items()})
    if element.text:
        yield ("t", element.text)
    for child in element:
        yield from tree_events(child)
        if child.tail:
            yield ("t", child.tail)
    yield ("-", tag)


LOCAL = re.compile(r"(?:(?:\.\./)*[A-Za-z0-9._-][A-Za-z0-9._/-]*)?(?:#[^\s\"'<>\\%]+)?")


def danger(events):
    """What a browser would run, call or load, in its own tree."""
    for event in events:
        if event[0] != "+":
            continue
        _, name, attributes = event
        if name not in NAMES[:NAMES.index("script")] + ["strong", "u", "sub", "sup", "kbd", "samp", "cite", "mark",
                                                        "bdi", "time", "h3", "h4", "h5", "h6"]:
            return f"element {name}"
        for key, value in attributes:
            if key.startswith("on") or key in ("style", "srcset", "ping", "action", "background", "target", "data"):
                return f"attribute {key}"
            external = name == "a" and key == "href" and re.match(r"(https?|mailto|tel):", value)
            if key in ("href", "src") and not external and not LOCAL.fullmatch(value):
                return f"{name} {key}={value}"
            if name == "meta" and key == "http-equiv" and \
                    value not in ("Content-Security-Policy", "x-dns-prefetch-control", "onion-location"):
                return f"meta {value}"
    return None


def disagreement(raw, own):
    html = html5lib.parse(raw, namespaceHTMLElements=False, transport_encoding="utf-8")
    seen = normal(tree_events(html))
    try:
        xml = normal(tree_events(lxml.etree.fromstring(
            raw, lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))))
        own = normal(own[:-1])
    except (lxml.etree.XMLSyntaxError, IndexError) as error:
        return f"this is not well-formed: {error}"
    if seen != own:
        return f"html5lib and we differ: {next((a, b) for a, b in zip(seen + [0], own + [0]) if a != b)}"
    if xml != own:
        return f"XML and we differ: {next((a, b) for a, b in zip(xml + [0], own + [0]) if a != b)}"
    return danger(seen)


def main():
    tool, mutants = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20000
    rng = random.Random(20261123)
    good = list(good_pages())
    pages = [text.encode() for text in good]
    seeds = list(good)
    while len(pages) < len(good) + mutants:
        text = rng.choice(seeds)
        text = rebuild(rng, text) if "xmlns" not in text and rng.random() < 0.6 else mutate(rng, text)
        pages.append(text.encode("utf-8", "surrogatepass"))
    verdicts = audit(tool, pages)
    checked = failed = 0
    known = set()
    for number, (raw, own) in enumerate(zip(pages, verdicts)):
        problem = None
        if own is None and number < len(good):
            problem = "a good page is refused"
        elif own is not None and raw not in known:
            known.add(raw)
            checked += 1
            problem = disagreement(raw, own)
        if problem:
            failed += 1
            print(f"page {number}: {problem}\n{raw.decode('utf-8', 'replace')}")
    print(f"{len(pages)} pages, {checked} different ones accepted, {failed} wrong")
    print(f"{checked - failed} passed, {failed} failed")
    return 1 if failed or checked < len(good) else 0


sys.exit(main())

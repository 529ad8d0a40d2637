"""What lies in a built pack: its pages, the files that each page itself asks for, and one page of
each kind."""
import os
import posixpath
import re
from html.parser import HTMLParser


class Own(HTMLParser):
    """The files that a page names as its own: style sheets, icon, images."""

    def __init__(self, page):
        super().__init__()
        self.page, self.files, self.icons = page, set(), set()

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        rel = (a.get("rel") or "").split()
        if tag == "img" and a.get("src"):
            self.add(self.files, a["src"])
        elif tag == "link" and "stylesheet" in rel:
            self.add(self.files, a["href"])
        elif tag == "link" and "icon" in rel:
            self.add(self.icons, a["href"])

    def add(self, into, href):
        if not re.match(r"[a-z]+:|//", href, re.I):
            into.add(posixpath.normpath(posixpath.join(posixpath.dirname(self.page), href)))


class Pack:
    def __init__(self, root):
        self.root = os.path.abspath(root)
        self.files = sorted(os.path.relpath(os.path.join(d, f), self.root)
                            for d, _, names in os.walk(self.root) for f in names)
        self.pages = [f for f in self.files if f.endswith(".html")]
        self.own = {page: self.own_files(page) for page in self.pages}

    def read(self, path):
        with open(os.path.join(self.root, path), "rb") as file:
            return file.read()

    def url(self, path):
        return "file://" + os.path.join(self.root, path)

    def own_files(self, page):
        """(what must be asked for, what may be): the icon is at the browser's leisure."""
        parser = Own(page)
        parser.feed(self.read(page).decode("utf-8"))
        for sheet in [f for f in parser.files if f.endswith(".css") and f in self.files]:
            for href in re.findall(r'url\(\s*"([^"]+)"', self.read(sheet).decode("utf-8")):
                Own.add(parser, parser.icons, posixpath.relpath(
                    posixpath.join(posixpath.dirname(sheet), href), posixpath.dirname(page) or "."))
        must = parser.files | {page}
        return must, must | parser.icons

    def kinds(self, language):
        """The richest page of each kind in one language, by the shape of its path."""
        best = {}
        for page in self.pages:
            parts = page.split("/")
            if parts[0] != language and len(parts) > 1:
                continue
            kind = kind_of("/".join(parts[1:]) if len(parts) > 1 else page)
            size = len(self.read(page))
            if kind not in best or size > best[kind][0]:
                best[kind] = (size, page)
        return {kind: page for kind, (_, page) in sorted(best.items())}

    def languages(self):
        return sorted({p.split("/")[0] for p in self.pages if "/" in p})


def kind_of(path):
    folder, name = posixpath.split(path)
    if folder == "" or name == "index.html":
        return path
    group = re.match(r"(area|kind|class)-", name)
    if name in ("needs.html",):
        return path
    return f"{folder}/{group.group(0) if group else ''}*"

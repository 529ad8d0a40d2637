"""Pages that must be reported: a page of the pack, spoiled in one way each. A check that cannot
fail proves nothing, so every one of these is a test of the harness itself."""
import os
import re
import shutil

from .pack import Pack

CSP = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*/>\n?')
ICON = re.compile(r'<link rel="icon"[^>]*/>\n?')
SHEET = re.compile(r'(<link rel="stylesheet" href=")[^"]*"')
MAIN = re.compile(r"(<main[^>]*>).*(</main>)", re.S)


def head(text):
    return lambda html: CSP.sub("", html).replace("</head>", text + "\n</head>")


def body(text):
    return lambda html: CSP.sub("", html).replace("</main>", text + "\n</main>")


def kept(text):  # the page's own CSP stays and has to complain
    return lambda html: html.replace("</main>", text + "\n</main>")


# name: (how to spoil, codes by which it must be reported, the same under OnionShare's header)
BLOCKED = {"console"}
WAYS = {
    "remote-image": (body('<img src="http://remote-image.invalid/a.png" alt=""/>'), {"elsewhere"}, BLOCKED),
    "remote-style": (head('<link rel="stylesheet" href="https://remote-style.invalid/a.css"/>'),
                     {"elsewhere"}, BLOCKED),
    "import": (head('<style>@import url("http://import.invalid/a.css");</style>'), {"elsewhere"}, BLOCKED),
    "preconnect": (head('<link rel="preconnect" href="https://preconnect.invalid/"/>'),
                   {"elsewhere"}, {"elsewhere"}),
    "frame": (body('<iframe src="http://frame.invalid/"></iframe>'), {"elsewhere"}, BLOCKED),
    "refresh": (head('<meta http-equiv="refresh" content="0;url=http://refresh.invalid/"/>'),
                {"elsewhere"}, {"elsewhere"}),
    "blocked-image": (kept('<img src="http://blocked-image.invalid/a.png" alt=""/>'), BLOCKED, BLOCKED),
    "inline-style": (kept('<p style="color: red">red</p>'), BLOCKED, BLOCKED),
    "no-icon": (lambda html: ICON.sub("", html), {"favicon"}, {"favicon"}),
    "no-style": (lambda html: SHEET.sub(r'\1gone.css"', html), {"style"}, {"style"}),
    "no-image": (body('<img src="gone.png" alt="" width="9" height="9"/>'), {"image"}, {"image"}),
    "wide": (body('<table><tr><td><pre>' + "wide" * 200 + "</pre></td></tr></table>"),
             {"overflow"}, {"overflow"}),
    "blank": (lambda html: MAIN.sub(r"\1\2", html), {"text"}, {"text"}),
    "script": (head('<script>document.documentElement.setAttribute("data-script-ran", "");</script>'),
               {"script"}, BLOCKED),
}


def spoil(pack, page, folder):
    """A pack at `folder`: `page` as it is, named sound.html, and once for each way."""
    place = os.path.dirname(page)
    os.makedirs(os.path.join(folder, place))
    for file in set().union(*pack.own[page]) - {page}:
        os.makedirs(os.path.join(folder, os.path.dirname(file)), exist_ok=True)
        shutil.copy(os.path.join(pack.root, file), os.path.join(folder, file))
    html = pack.read(page).decode("utf-8")
    for name, how in {"sound": lambda text: text, **{n: w[0] for n, w in WAYS.items()}}.items():
        with open(os.path.join(folder, place, name + ".html"), "w", encoding="utf-8") as file:
            file.write(how(html))
    with open(os.path.join(folder, place, "dns.html"), "w", encoding="utf-8") as file:
        file.write(head('<link rel="dns-prefetch" href="//dns.invalid"/>')(
            html.replace('control" content="off"', 'control" content="on"')))
    spoiled = Pack(folder)
    return spoiled, {os.path.basename(p)[:-5]: p for p in spoiled.pages}


def expected(name, browser, address):
    """The codes of which one must appear. Empty: the page must pass. None: not to be seen here."""
    if name == "sound":
        return set()
    _, anywhere, under_header = WAYS[name]
    if name == "no-icon" and address == "file":
        return {"icon"}
    if name == "script" and browser == "firefox":
        return set()  # Safest: it must not run
    if name == "preconnect" and browser == "firefox":
        return None  # Firefox makes no connection ahead through a proxy; the resolver's test sees it
    return under_header if address == "onionshare" else anywhere


def reported(name, page, codes, found):
    """Whether one of `codes` was found for this page, or for the host that it names."""
    return any(f.code in codes and (f.page == page or f"{name}.invalid" in f.text or
                                    f.code == "favicon") for f in found)

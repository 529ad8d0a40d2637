"""Pictures of pages at Safest: from a fresh profile that nothing drives, beside the same page in
the driven browser, whose styles, tables and images were measured. Alike means: intact too."""
import base64
import json
import os
import re

from .firefox import fresh_shot

SIZE = (1000, 1400)
PIXELS_JS = open(os.path.join(os.path.dirname(__file__), "pixels.js"), encoding="utf-8").read()


def take(browser, tab, pack, page, proxy):
    """(page, PNG of the fresh profile, PNG of the driven one)."""
    fresh = fresh_shot(pack.url(page), *SIZE, proxy)
    browser.go(tab, pack.url(page))
    return page, fresh, browser.shot()


def bar_ink(pack, page):
    """The emergency bar's colour in the light scheme, from the page's own style sheet."""
    for file in sorted(pack.own[page][0]):
        if file.endswith(".css") and file in pack.files:
            found = re.search(rb"--bar:\s*#([0-9a-f]{6})", pack.read(file))
            if found:
                return [int(found.group(1)[i:i + 2], 16) for i in (0, 2, 4)]
    return None


def look(chromium, tab, first, second, ink):
    text = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in
                   (("first", base64.b64encode(first).decode()), ("ink", ink),
                    ("second", second and base64.b64encode(second).decode())))
    return chromium.run(tab, text + PIXELS_JS, wait=True)


def faults(chromium, tab, pack, page, fresh, driven, wants_bar=True):
    """What is wrong with the fresh picture."""
    if not fresh:
        return ["no picture was made"]
    seen = look(chromium, tab, fresh, driven, bar_ink(pack, page))
    out = []
    if seen["size"][0] < 300:
        out.append(f"the picture is {seen['size']}")
    if seen["colours"] < 16 or not 0.004 < seen["marked"] < 0.8:
        out.append(f"the picture is blank: {seen['colours']} colours, {seen['marked']:.1%} marked")
    if wants_bar and seen["bar"] < 0.01:
        out.append(f"the emergency bar's colour covers {seen['bar']:.2%} of the top")
    if driven and seen.get("differ", 1) > 0.01:
        out.append(f"{seen['differ']:.1%} of the pixels differ from the page that was measured "
                   f"({seen['size']} and {seen['other']})")
    return out

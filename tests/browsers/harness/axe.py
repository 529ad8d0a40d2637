"""axe-core in Chromium, fetched by npm at test time at one exact version; nothing of it is kept."""
import os
import subprocess

VERSION = "4.14.1"

RUN = """
const result = await axe.run(document, {resultTypes: ["violations"]});
return result.violations.map((v) => v.id + ": " + v.help + " — " + v.nodes.length + " × "
    + v.nodes.slice(0, 3).map((n) => n.target.join(" ") + " ("
    + (n.failureSummary || "").split("\\n").slice(1, 2).join("").trim() + ")").join("; "));
"""


def fetch(folder):
    """The text of axe-core, or (None, why not)."""
    try:
        done = subprocess.run(
            ["npm", "install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund",
             "--ignore-scripts", f"axe-core@{VERSION}"],
            capture_output=True, text=True, timeout=180, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, str(error)
    path = os.path.join(folder, "node_modules", "axe-core", "axe.min.js")
    if done.returncode != 0 or not os.path.exists(path):
        return None, done.stderr.strip()[-600:] or "npm left no axe.min.js"
    with open(path, encoding="utf-8") as file:
        return file.read(), None


def violations(browser, tab, url, source, width, dark):
    browser.size(tab, width, 900, dark)
    error = browser.go(tab, url)
    if error:
        return [error]
    return browser.run(tab, source + "\n" + RUN, wait=True)

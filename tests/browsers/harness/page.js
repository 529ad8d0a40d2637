// What a loaded page is like, measured from inside: the same text runs in both browsers.
// It changes nothing and asks the network for nothing.
const style = (e) => getComputedStyle(e);
const rgb = (hex) => {
  const m = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex.trim());
  return m ? `rgb(${parseInt(m[1], 16)}, ${parseInt(m[2], 16)}, ${parseInt(m[3], 16)})` : hex;
};
const root = document.documentElement;
if (!root || !document.body) return null;  // on its way to another page: asked again
const ink = (name) => rgb(style(root).getPropertyValue(name));
const shown = (e) => { const b = e.getBoundingClientRect(); return [b.width, b.height]; };
const bar = document.querySelector(".sos a");
const h1 = document.querySelector("h1");
const main = document.querySelector("main");
return {
  url: location.href,
  mode: document.compatMode,
  inner: innerWidth,
  client: root.clientWidth,
  scroll: Math.max(root.scrollWidth, document.body ? document.body.scrollWidth : 0),
  clipped: [root, document.body].some((e) => /hidden|clip/.test(style(e).overflowX)),
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
  scripts: root.hasAttribute("data-script-ran"),
  sheets: [...document.querySelectorAll("link[rel~=stylesheet]")].map((l) => !!l.sheet),
  paper: style(root).backgroundColor,
  paper_wanted: ink("--paper"),
  margin: style(document.body).marginTop,
  bar: bar && style(bar).backgroundColor,
  bar_wanted: bar && ink("--bar"),
  images: [...document.images].map((i) => ({
    src: i.getAttribute("src"), complete: i.complete, natural: [i.naturalWidth, i.naturalHeight],
    said: [+i.getAttribute("width"), +i.getAttribute("height")], shown: shown(i)})),
  tables: [...document.querySelectorAll("table")].map(shown),
  heading: h1 ? [h1.innerText.trim(), ...shown(h1)] : null,
  text: main ? main.innerText.trim().length : 0,
};

// What is on a picture, decoded by the browser that stands ready anyway. `first` and `second` are
// PNGs in base64 (`second` may be null), `ink` the bar's colour as [r, g, b] or null.
const read = async (png) => {
  const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
  const map = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const canvas = new OffscreenCanvas(map.width, map.height);
  const context = canvas.getContext("2d");
  context.drawImage(map, 0, 0);
  return context.getImageData(0, 0, map.width, map.height);
};
const a = await read(first);
const counts = new Map();
let bar = 0;
const top = Math.min(a.height, 140) * a.width;
for (let i = 0, p = 0; i < a.data.length; i += 4, p++) {
  const key = (a.data[i] << 16) | (a.data[i + 1] << 8) | a.data[i + 2];
  counts.set(key, (counts.get(key) || 0) + 1);
  if (ink && p < top && [0, 1, 2].every((c) => Math.abs(a.data[i + c] - ink[c]) <= 3)) bar++;
}
const all = a.width * a.height;
const out = {size: [a.width, a.height], colours: counts.size,
             marked: 1 - Math.max(...counts.values()) / all, bar: bar / top};
if (second) {
  const b = await read(second);
  out.other = [b.width, b.height];
  const width = Math.min(a.width, b.width), height = Math.min(a.height, b.height);
  let differ = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = (y * a.width + x) * 4, j = (y * b.width + x) * 4;
      if ([0, 1, 2].some((c) => Math.abs(a.data[i + c] - b.data[j + c]) > 24)) differ++;
    }
  out.differ = differ / (width * height);
}
return out;

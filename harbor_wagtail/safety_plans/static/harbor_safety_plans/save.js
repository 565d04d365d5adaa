/* A filled copy of the plan's PDF, made in the browser: new versions of the fields are added at the end of the file, with an
   appearance of their own, so that it stays PDF/UA and every viewer shows the same. For scripts the file's font can draw. */
(() => {
  "use strict";
  const PAD = 3, LEAD = 1.25;
  const latin = (text) => Uint8Array.from(text, (sign) => sign.charCodeAt(0) & 255);
  const hex16 = (text) => "<FEFF" + [...Array(text.length).keys()].map((i) => text.charCodeAt(i).toString(16).padStart(4, "0")).join("") + ">";

  const wrap = (text, width, size, glyphs) => {
    const wide = (sign) => (glyphs[sign] || [0, 600])[1] * size / 1000;
    const long = (words) => [...words].reduce((sum, sign) => sum + wide(sign), 0);
    const lines = [];
    for (const paragraph of text.split("\n")) {
      let line = "";
      for (let word of paragraph.split(" ")) {
        if (long(word) > width) {
          if (line) { lines.push(line); line = ""; }
          let piece = "", sum = 0;
          for (const sign of word) {
            if (piece && sum + wide(sign) > width) { lines.push(piece); piece = ""; sum = 0; }
            piece += sign;
            sum += wide(sign);
          }
          word = piece;
        }
        if (line && long(line + " " + word) > width) { lines.push(line); line = word; }
        else line = line ? line + " " + word : word;
      }
      lines.push(line);
    }
    return lines;
  };

  const appearance = (field, text, map) => {
    const [width, height] = field.box;
    let size = 11, lines = [text], fits = true;
    if (field.kind === "long") {
      /* Smaller until it fits: a long answer is read better small than cut off. */
      for (fits = false; size >= 5 && !fits; size -= 0.5) {
        lines = wrap(text, width - 2 * PAD, size, map.glyphs);
        fits = lines.length * size * LEAD <= height - 2 * PAD;
      }
      size += 0.5;
    } else {
      const full = wrap(text, Infinity, 1, map.glyphs);
      lines = [full.join(" ")];
      const wide = [...lines[0]].reduce((sum, sign) => sum + (map.glyphs[sign] || [0, 600])[1], 0) / 1000;
      const most = (width - 2 * PAD) / (wide || 1);
      fits = most >= 5;
      size = Math.max(5, Math.min(size, most));
    }
    const top = field.kind === "long" ? height - PAD - size : (height - size) / 2 + size * 0.2;
    const shown = lines.map((line) => "<" + [...line].map((sign) => map.glyphs[sign][0]).join("") + "> Tj T*");
    const drawn = `/Tx BMC q 1 1 ${width - 2} ${height - 2} re W n BT 0 g /${map.font} ${size.toFixed(2)} Tf ${(size * LEAD).toFixed(2)} TL ${PAD} ${top.toFixed(2)} Td ${shown.join(" ")} ET Q EMC`;
    return { drawn, fits };
  };

  globalThis.harborFillPdf = (pdf, map, values) => {
    const missing = new Set();
    const wanted = Object.entries(values).filter(([id]) => map.fields[id]);
    for (const [, value] of wanted) {
      if (value !== true) for (const sign of value.replace(/[\r\n]/g, "")) if (!map.glyphs[sign]) missing.add(sign);
    }
    if (missing.size) return { missing: [...missing] };
    const tail = new TextDecoder("latin1").decode(pdf.subarray(-200));
    const before = Number(/startxref\s+(\d+)/.exec(tail)[1]);
    const parts = [pdf, latin("\n")];
    const offsets = [], cut = [];
    let at = pdf.length + 1, next = map.size;
    const put = (number, body) => {
      const bytes = latin(`${number} 0 obj\n${body}\nendobj\n`);
      offsets.push([number, at]);
      parts.push(bytes);
      at += bytes.length;
    };
    for (const [id, value] of wanted) {
      const field = map.fields[id];
      if (field.kind === "check") {
        put(field.object, `${field.start}/V /on /AS /on /AP ${field.look}>>`);
        continue;
      }
      const text = value.replace(/\r\n?/g, "\n");
      const { drawn, fits } = appearance(field, text, map);
      if (!fits) cut.push(id);
      const form = next++;
      put(form, `<</Type /XObject /Subtype /Form /BBox [0 0 ${field.box.join(" ")}] /Resources ${map.resources} /Length ${drawn.length}>>\nstream\n${drawn}\nendstream`);
      put(field.object, `${field.start}/V ${hex16(text)}/AP <</N ${form} 0 R>>>>`);
    }
    /* The file's table is a stream, so the one added to it is one too: a row is type, offset, generation. */
    const own = next++;
    offsets.push([own, at]);
    offsets.sort((one, other) => one[0] - other[0]);
    const rows = offsets.flatMap(([, offset]) => [1, (offset >>> 24) & 255, (offset >>> 16) & 255, (offset >>> 8) & 255, offset & 255, 0]);
    const index = offsets.map(([number]) => `${number} 1`).join(" ");
    parts.push(latin(`${own} 0 obj\n<</Type /XRef /Size ${next} /W [1 4 1] /Index [${index}] /Root ${map.root} /Prev ${before}${map.info} /Length ${rows.length}>>\nstream\n`));
    parts.push(Uint8Array.from(rows), latin(`\nendstream\nendobj\nstartxref\n${at}\n%%EOF\n`));
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let filled = 0;
    for (const part of parts) { bytes.set(part, filled); filled += part.length; }
    return { bytes, missing: [], cut };
  };
})();

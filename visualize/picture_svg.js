// The picture as SVG, made of the places of its nodes; words are only ever set as text.
"use strict";
const PICTURE_SVG = "http://www.w3.org/2000/svg";

function pictureDrawing(name, attributes, text) {
  const made = document.createElementNS(PICTURE_SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function pictureStroke(line) {
  return {
    stroke: line.colour, "stroke-width": line.width, "stroke-dasharray": line.dashes.join(" "), fill: "none",
  };
}

function intersection(from, to, box) {
  // where the line from the middle of a box leaves it
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const part = Math.min(box.width / 2 / Math.abs(dx || 1e-9), box.height / 2 / Math.abs(dy || 1e-9), 1);
  return { x: from.x + dx * part, y: from.y + dy * part };
}

function pathOf(edge, places, size, way) {
  if (way) return "M" + way.map((point) => point.join(" ")).join(" L");
  const [a, b] = [places[edge.from], places[edge.to]];
  const [first, last] = [size(edge.from), size(edge.to)];
  const smooth = edge.smooth || {};
  const apart = (first.width + last.width) / 2 < Math.abs(b.x - a.x);
  if (smooth.forceDirection === "horizontal" && apart) {
    const side = Math.sign(b.x - a.x);
    const [x1, x2] = [a.x + (side * first.width) / 2, b.x - (side * last.width) / 2];
    const bend = (x1 + x2) / 2;
    return "M" + [x1, a.y] + " C" + [bend, a.y, bend, b.y, x2, b.y];
  }
  const [p, q] = [intersection(a, b, first), intersection(b, a, last)];
  if (smooth.type !== "curvedCW") return "M" + [p.x, p.y] + " L" + [q.x, q.y];
  const bow = [(p.x + q.x) / 2 + (q.y - p.y) * smooth.roundness, (p.y + q.y) / 2 - (q.x - p.x) * smooth.roundness];
  return "M" + [p.x, p.y] + " Q" + [...bow, q.x, q.y];
}

function svgOfNode(id, place, known) {
  const node = nodes.get(id);
  const { width, height, letters, faint } = known.size(id);
  const kind = known.kinds.get(known.kindOf(id));
  const group = pictureDrawing("g", { transform: "translate(" + place.x + " " + place.y + ")" });
  group.append(pictureDrawing("title", {}, known.nameOf(id)));
  group.append(pictureDrawing("rect", {
    x: -width / 2, y: -height / 2, width, height, rx: Math.min(kind.corner, height / 2), fill: kind.fill,
    stroke: kind.border, "stroke-dasharray": faint ? "5 4" : "",
  }));
  const rows = node.label.split("\n");
  rows.forEach((words, number) => {
    const y = (number - (rows.length - 1) / 2) * letters;
    group.append(pictureDrawing("text", {
      y, "font-size": letters, fill: kind.letters, "text-anchor": "middle", "dominant-baseline": "central",
    }, words));
  });
  return group;
}

function svgLegend(box, unit, facts) {
  const group = pictureDrawing("g", { "font-size": 14 * unit, transform: "translate(" + box.left + " " + (box.bottom + 40 * unit) + ")" });
  let x = 0;
  for (const told of [...facts.kinds, ...facts.lines]) {
    const words = told.chinese + " " + told.english;
    const part = pictureDrawing("g", { transform: "translate(" + x + " 0) scale(" + unit + ")" });
    if (told.kind) part.append(pictureDrawing("rect", { y: -12, width: 30, height: 14, fill: told.fill, stroke: told.border }));
    else part.append(pictureDrawing("line", { x1: 0, y1: -5, x2: 30, y2: -5, ...pictureStroke(told) }));
    part.append(pictureDrawing("text", { x: 36, "font-size": 14 }, words));
    group.append(part);
    x += (60 + [...words].reduce((sum, one) => sum + (one > "\u2e7f" ? 14 : 8), 0)) * unit;
  }
  return { group, right: box.left + x };
}

function pictureSvg(known) {
  const { facts, lines, isHidden } = known;
  const places = network.getPositions();
  const box = known.bounds();
  const unit = Math.max(1, (box.right - box.left) / 1400); // large pictures get larger words around them
  const legend = svgLegend(box, unit, facts);
  const [left, top] = [box.left - 20, box.top - 60 * unit];
  const [width, height] = [Math.max(box.right, legend.right) - left + 20, box.bottom + 90 * unit - top];
  const root = pictureDrawing("svg", {
    xmlns: PICTURE_SVG, viewBox: [left, top, width, height].join(" "), width, height,
    "font-family": "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif",
  });
  root.append(pictureDrawing("title", {}, facts.title), pictureDrawing("rect", { x: left, y: top, width, height, fill: "#fff" }));
  const marks = pictureDrawing("defs", {});
  root.append(marks);
  facts.lines.forEach((line, number) => {
    const mark = pictureDrawing("marker", {
      id: "arrow" + number, viewBox: "0 0 10 10", refX: 10, refY: 5, markerWidth: 10, markerHeight: 10,
      orient: "auto", markerUnits: "userSpaceOnUse",
    });
    mark.append(pictureDrawing("path", { d: "M0 0 L10 5 L0 10 z", fill: line.colour }));
    marks.append(mark);
  });
  const numbers = new Map(facts.lines.map((line, number) => [line.line, number]));
  edges.forEach((edge) => {
    if (edge.hidden || isHidden(edge.from) || isHidden(edge.to)) return;
    const name = facts.edges[edge.id][0];
    const path = pictureDrawing("path", {
      d: pathOf(edge, places, known.size, facts.ways[edge.id]), ...pictureStroke(lines.get(name)),
      "stroke-opacity": lines.get(name).strength, "marker-end": "url(#arrow" + numbers.get(name) + ")",
    });
    root.append(path);
  });
  for (const id of nodes.getIds()) if (!isHidden(id)) root.append(svgOfNode(id, places[id], known));
  root.append(pictureDrawing("text", { x: box.left, y: top + 32 * unit, "font-size": 22 * unit, "font-weight": "bold" }, facts.title));
  root.append(legend.group);
  if (facts.missing) root.append(pictureDrawing("text", { x: box.left, y: box.bottom + 70 * unit, "font-size": 14 * unit }, facts.missing));
  return { words: new XMLSerializer().serializeToString(root), width, height };
}

// The picture's own controls: search, legend with filter, panel, downloads. Plain JavaScript on top of vis-network.
// Words from documents are only ever set as text (textContent), never as HTML.
(function () {
  "use strict";
  const READABLE = 10; // pixels: smaller letters are not read
  const TRACEABLE = 5; // pixels of letters: farther out no line is told from its neighbours
  const NAMED = 10.5; // pixels: letters of names that are drawn over boxes
  const DASHED = 0.15; // scale: farther out, dashes are not told from solid lines
  const APART = 1; // pixels between such names
  const facts = JSON.parse(byId("facts").textContent);
  const kinds = new Map(facts.kinds.map((kind) => [kind.kind, kind]));
  const lines = new Map(facts.lines.map((line) => [line.line, line]));
  const off = { kinds: new Set(), lines: new Set() };
  let only = null; // the nodes to show where a person asked for a part

  drawGraph(); // of pyvis: makes the globals network, nodes and edges
  for (const [key, way] of Object.entries(facts.ways)) pictureFollow(network.body.edges[key], way);
  const routed = Object.keys(facts.ways).length > 0;
  const canvas = network.canvas.frame.canvas;
  const joined = new Map(nodes.getIds().map((id) => [id, []]));
  edges.forEach((edge) => {
    joined.get(edge.from).push(edge);
    if (edge.to !== edge.from) joined.get(edge.to).push(edge);
  });
  const major = nodes.getIds().filter((id) => size(id).major);
  major.sort((a, b) => joined.get(b).length - joined.get(a).length);
  const names = major.map(measured);
  let named = []; // the names that were drawn over boxes, for tests
  window.pictureNamed = () => named;
  // a selected line is seen from far off, too; setOptions would draw everything a second time
  network.edgesHandler.options.selectionWidth = (width) => Math.max(width + 2, 2 / network.getScale());

  network.once("afterDrawing", () => {
    document.documentElement.dataset.drawn = String(performance.now());
  });
  network.on("beforeDrawing", drawDashes);
  network.on("afterDrawing", drawNames);
  start();
  fillLegend();
  hint();

  // what is known of nodes and edges

  function byId(id) {
    return document.getElementById(id);
  }
  function kindOf(id) {
    return facts.nodes[id][0];
  }
  function nameOf(id) {
    return facts.nodes[id][1];
  }
  function size(id) {
    const [width, height, letters, isMajor, faint] = facts.nodes[id][3];
    return { width, height, letters, major: Boolean(isMajor), faint: Boolean(faint) };
  }
  function pageOfNode(id) {
    return facts.pages + "/ui/nodes/" + encodeURIComponent(id);
  }
  function pageOfEdge(key) {
    return facts.pages + "/e/" + encodeURIComponent(key);
  }
  function isHidden(id) {
    return Boolean(nodes.get(id).hidden);
  }

  // small parts of the page

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value);
    }
    made.append(...children); // strings become text nodes
    return made;
  }
  function linkTo(address, words, open) {
    // from a frame of another page, that page is left; on its own, this one is
    return element("a", { href: address, target: "_top", class: open ? "open" : "" }, words);
  }
  function pairs(list) {
    const made = element("dl");
    for (const [name, value] of list) made.append(element("dt", {}, name), element("dd", {}, value));
    return made;
  }
  function quoted(words) {
    return words ? element("blockquote", {}, words) : "";
  }

  // the view

  function bounds() {
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    const hold = (x, y, width, height) => {
      box.left = Math.min(box.left, x - width / 2);
      box.right = Math.max(box.right, x + width / 2);
      box.top = Math.min(box.top, y - height / 2);
      box.bottom = Math.max(box.bottom, y + height / 2);
    };
    for (const [id, { x, y }] of Object.entries(network.getPositions())) {
      if (!isHidden(id)) hold(x, y, size(id).width, size(id).height);
    }
    for (const [key, way] of Object.entries(facts.ways)) {
      if (!edges.get(key).hidden) way.forEach(([x, y]) => hold(x, y, 0, 0));
    }
    return box.left < box.right ? box : { left: 0, right: 1, top: 0, bottom: 1 };
  }
  function scales(box) {
    const margin = 24;
    const across = (canvas.clientWidth - 2 * margin) / (box.right - box.left);
    const down = (canvas.clientHeight - 2 * margin) / (box.bottom - box.top);
    return { across, whole: Math.max(0.01, Math.min(across, down, 1.25)), margin };
  }
  function middle(box) {
    return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  }
  function whole() {
    const box = bounds();
    network.moveTo({ position: middle(box), scale: scales(box).whole });
  }
  function start() {
    // a tall picture begins at its top, as wide as the window: fitted whole, nobody could read it
    const box = bounds();
    const { across, whole: fitted, margin } = scales(box);
    const wide = Math.min(across, 0.9);
    if (facts.focus && fitted < 0.5) {
      // large: begin at what was asked for, and leave nothing of the window empty
      const scale = 0.6;
      const half = canvas.clientWidth / 2 / scale - margin;
      const { x, y } = network.getPosition(facts.focus);
      const inside = Math.max(box.left + half, Math.min(box.right - half, x));
      return network.moveTo({ position: { x: inside, y }, scale });
    }
    if (fitted >= 0.6 || wide < 0.5 || wide < 1.2 * fitted) return whole();
    const y = box.top + (canvas.clientHeight / 2 - margin) / wide;
    network.moveTo({ position: { x: middle(box).x, y }, scale: wide });
  }
  function zoom(factor) {
    network.moveTo({ scale: Math.min(4, Math.max(0.02, network.getScale() * factor)) });
  }
  function drawDashes(context) {
    // dashes smaller than can be seen take half of the time of drawing
    delete context.setLineDash;
    if (network.getScale() < DASHED) context.setLineDash = () => {};
  }
  function drawNames(context) {
    // zoomed out, the names of what matters stay readable: as large as the screen needs, what is selected and the most
    // joined first, none over another; where lines run between boxes, only far out, for a name may hide where one ends
    const scale = network.getScale();
    const selected = new Set(network.getSelectedNodes());
    const order = selected.size ? [...names].sort((a, b) => selected.has(b.id) - selected.has(a.id)) : names;
    const from = network.DOMtoCanvas({ x: 0, y: 0 });
    const to = network.DOMtoCanvas({ x: canvas.clientWidth, y: canvas.clientHeight });
    named = [];
    context.save();
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = "bold " + NAMED / scale + "px sans-serif";
    for (const { id, rows, wide, letters } of order) {
      if (letters * scale >= (routed ? TRACEABLE : READABLE) || isHidden(id)) continue;
      const place = network.getPosition(id);
      if (place.x < from.x || place.x > to.x || place.y < from.y || place.y > to.y) continue;
      const half = { x: (wide * NAMED) / 2 / scale + 2 / scale, y: (rows.length * NAMED * 0.55 + 2) / scale };
      const x = Math.max(from.x + half.x, Math.min(to.x - half.x, place.x));
      const y = Math.max(from.y + half.y, Math.min(to.y - half.y, place.y));
      const free = { x: half.x + APART / scale, y: half.y + APART / scale };
      if (named.some((other) => Math.abs(other.x - x) < other.half.x + free.x && Math.abs(other.y - y) < other.half.y + free.y)) continue;
      named.push({ id, x, y, half, letters: NAMED, kind: kindOf(id) });
      drawName(context, rows, named[named.length - 1], selected.has(id));
    }
    context.restore();
  }
  function drawName(context, rows, { id, x, y, half }, isSelected) {
    const { fill, letters, border } = kinds.get(kindOf(id));
    const scale = network.getScale();
    context.fillStyle = fill;
    context.fillRect(x - half.x, y - half.y, 2 * half.x, 2 * half.y);
    context.strokeStyle = isSelected ? "#D1006C" : border;
    context.lineWidth = (isSelected ? 3 : 0.5) / scale;
    context.strokeRect(x - half.x, y - half.y, 2 * half.x, 2 * half.y);
    context.fillStyle = letters;
    rows.forEach((row, number) => context.fillText(row, x, y + ((number - (rows.length - 1) / 2) * NAMED * 1.1) / scale));
  }
  function measured(id) {
    // the words of a name, as wide as many heights of its letters
    const context = canvas.getContext("2d");
    context.font = "bold 100px sans-serif";
    const rows = nodes.get(id).label.split("\n");
    return { id, rows, wide: Math.max(...rows.map((row) => context.measureText(row).width)) / 100, letters: size(id).letters };
  }

  // legend and filter

  function fillLegend() {
    for (const kind of facts.kinds) {
      const swatch = pictureDrawing("svg", { width: 34, height: 16, "aria-hidden": "true" });
      const corner = Math.min(kind.corner, 7);
      swatch.append(pictureDrawing("rect", {
        x: 1, y: 1, width: 32, height: 14, rx: corner, fill: kind.fill, stroke: kind.border,
      }));
      addChoice("kinds", kind.kind, swatch, kind);
    }
    for (const line of facts.lines) {
      const swatch = pictureDrawing("svg", { width: 34, height: 16, "aria-hidden": "true" });
      swatch.append(pictureDrawing("line", { x1: 0, y1: 8, x2: 26, y2: 8, ...pictureStroke(line) }));
      swatch.append(pictureDrawing("path", { d: "M25 3 L34 8 L25 13 z", fill: line.colour }));
      addChoice("lines", line.line, swatch, line);
    }
    if (nodes.getIds().some((id) => size(id).faint)) {
      const told = element("small", {}, "虚线框:只被提到,尚未读入 · dashed border: only cited, not read");
      byId("legend").append(element("div", {}, told));
    }
  }
  function addChoice(group, name, swatch, told) {
    const box = element("input", { type: "checkbox", checked: "", "data-filter": name });
    box.addEventListener("change", () => {
      box.checked ? off[group].delete(name) : off[group].add(name);
      refresh();
    });
    const words = element("span", {}, told.chinese + " ", element("small", {}, told.english + " · " + told.count));
    byId("legend").append(element("label", {}, box, swatch, words));
  }
  function refresh() {
    // a node whose every line is filtered away goes too; one that never had a line stays
    const allowed = (id) => !off.kinds.has(kindOf(id)) && (!only || only.has(id));
    const shown = new Set();
    const changedEdges = [];
    edges.forEach((edge) => {
      const hidden = off.lines.has(facts.edges[edge.id][0]) || !allowed(edge.from) || !allowed(edge.to);
      if (!hidden) shown.add(edge.from).add(edge.to);
      if (hidden !== Boolean(edge.hidden)) changedEdges.push({ id: edge.id, hidden });
    });
    const changed = [];
    nodes.forEach((node) => {
      const hidden = !allowed(node.id) || (joined.get(node.id).length > 0 && !shown.has(node.id));
      if (hidden !== Boolean(node.hidden)) changed.push({ id: node.id, hidden });
    });
    nodes.update(changed);
    edges.update(changedEdges);
    search(byId("words").value);
  }
  function showOnly(id) {
    only = id === null ? null : new Set([id, ...joined.get(id).flatMap((edge) => [edge.from, edge.to])]);
    refresh();
    whole();
  }

  // search

  let hits = [];
  let at = -1;
  function search(words) {
    const wanted = words.trim().toLowerCase();
    const all = wanted ? nodes.getIds().filter((id) => nameOf(id).toLowerCase().includes(wanted)) : [];
    hits = all.filter((id) => !isHidden(id));
    hits.sort((a, b) => size(b).major - size(a).major || joined.get(b).length - joined.get(a).length);
    at = -1;
    const hidden = all.length - hits.length;
    byId("found").textContent = wanted ? hits.length + " 个" + (hidden ? "(另有 " + hidden + " 个被筛去)" : "") : "";
    if (wanted) network.selectNodes(hits.slice(0, 500), false);
  }
  function next(step) {
    if (!hits.length) return;
    at = (at + step + hits.length) % hits.length;
    byId("found").textContent = at + 1 + " / " + hits.length;
    visit(hits[at]);
  }
  function visit(id) {
    if (isHidden(id)) {
      only = null;
      off.kinds.clear();
      off.lines.clear();
      document.querySelectorAll("[data-filter]").forEach((box) => (box.checked = true));
      refresh();
    }
    network.selectNodes([id]);
    network.focus(id, { scale: Math.max(network.getScale(), 15 / size(id).letters) });
    tellNode(id);
  }

  // the panel

  function panel(...parts) {
    byId("panel").replaceChildren(...parts);
    byId("panel").scrollTop = 0;
  }
  function hint() {
    const told = "点一个节点或一条线,看它的原文;双击打开页面。方向键移动,PgUp、PgDn 缩放。";
    const english = "Click a node or a line to read what it rests on; double-click opens its page.";
    panel(element("p", {}, told, element("br"), element("small", {}, english)));
  }
  function tellNode(id) {
    const kind = kinds.get(kindOf(id));
    const own = joined.get(id);
    const list = element("ul", {}, ...own.map((edge) => relation(edge, id)));
    panel(
      element("h2", {}, nameOf(id)),
      element("small", {}, kind.chinese + " " + kind.english),
      element("div", {},
        linkTo(pageOfNode(id), "打开页面 · open page", true),
        element("button", { type: "button", onclick: () => showOnly(only ? null : id) }, only ? "显示全部 · all" : "只看相邻 · neighbours"),
      ),
      pairs(facts.nodes[id][2]),
      element("h3", {}, "关系 · relationships (" + own.length + ")"),
      list,
    );
  }
  function relation(edge, from) {
    const [name, about, quote] = facts.edges[edge.id];
    const other = edge.from === from ? edge.to : edge.from;
    const arrow = edge.from === from ? " → " : " ← ";
    const words = lines.get(name).chinese + arrow + nameOf(other);
    return element("li", {},
      element("button", { type: "button", onclick: () => visit(other) }, words),
      quoted(quote),
      linkTo(pageOfEdge(edge.id), "看原文 · in the document"),
      element("small", {}, " " + documentOf(about)),
    );
  }
  function documentOf(about) {
    const found = about.find(([name]) => name === "文件");
    return found ? found[1] : "";
  }
  function tellEdge(key) {
    const edge = edges.get(key);
    const [name, about, quote] = facts.edges[key];
    const line = lines.get(name);
    const end = (id) => element("li", {}, element("button", { type: "button", onclick: () => visit(id) }, nameOf(id)));
    panel(
      element("h2", {}, line.chinese, " ", element("small", {}, line.english)),
      element("ul", {}, end(edge.from), end(edge.to)),
      quoted(quote),
      linkTo(pageOfEdge(key), "打开原文 · open in the document", true),
      pairs(about),
    );
  }

  // the tip at the pointer

  function tip(words, pointer) {
    const box = byId("tip");
    box.textContent = words;
    box.hidden = false;
    const right = pointer.x + 16 + box.offsetWidth > canvas.clientWidth;
    const below = pointer.y + 16 + box.offsetHeight > canvas.clientHeight;
    box.style.left = Math.max(0, right ? pointer.x - 12 - box.offsetWidth : pointer.x + 16) + "px";
    box.style.top = Math.max(0, below ? pointer.y - 12 - box.offsetHeight : pointer.y + 16) + "px";
  }
  function tipOfEdge(key) {
    const [name, about, quote] = facts.edges[key];
    const told = about.map(([head, value]) => head + ":" + value);
    return [lines.get(name).chinese, ...told, quote && "“" + quote + "”"].filter(Boolean).join("\n");
  }
  function tipOfNode(id) {
    const told = facts.nodes[id][2].slice(0, 4).map(([head, value]) => head + ":" + value);
    return [nameOf(id), ...told].join("\n");
  }
  function hideTip() {
    byId("tip").hidden = true;
  }

  // downloads

  function asSvg() {
    return pictureSvg({ facts, kinds, lines, kindOf, nameOf, size, isHidden, bounds });
  }
  function save(blob, ending) {
    const address = URL.createObjectURL(blob);
    const name = facts.title.replace(/[\\/:*?"<>|\s]+/g, "_").slice(0, 80) || "picture";
    element("a", { href: address, download: name + ending }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }
  function saveSvg() {
    save(new Blob([asSvg().words], { type: "image/svg+xml" }), ".svg");
  }
  function savePng() {
    // the whole picture, not only what the window shows; as sharp as a browser can hold
    const { words, width, height } = asSvg();
    const address = URL.createObjectURL(new Blob([words], { type: "image/svg+xml" }));
    const image = new Image();
    image.onload = () => {
      const sharp = Math.min(2, 12000 / Math.max(width, height), Math.sqrt(8e7 / (width * height)));
      const sheet = element("canvas", { width: Math.ceil(width * sharp), height: Math.ceil(height * sharp) });
      sheet.getContext("2d").drawImage(image, 0, 0, sheet.width, sheet.height);
      URL.revokeObjectURL(address);
      sheet.toBlob((blob) => save(blob, ".png"), "image/png");
    };
    image.src = address;
  }

  // what people do

  network.on("click", ({ nodes: [id], edges: [key] }) => {
    if (id !== undefined) tellNode(id);
    else if (key !== undefined) tellEdge(key);
    else hint();
  });
  network.on("doubleClick", ({ nodes: [id], edges: [key] }) => {
    const address = id !== undefined ? pageOfNode(id) : key !== undefined ? pageOfEdge(key) : null;
    if (address) linkTo(address, "").click();
  });
  network.on("hoverNode", ({ node, pointer }) => tip(tipOfNode(node), pointer.DOM));
  network.on("hoverEdge", ({ edge, pointer }) => tip(tipOfEdge(edge), pointer.DOM));
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, hideTip);
  byId("words").addEventListener("input", (event) => search(event.target.value));
  byId("words").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    next(event.shiftKey ? -1 : 1);
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    next(1);
  });
  byId("whole").addEventListener("click", () => (only ? showOnly(null) : whole()));
  byId("larger").addEventListener("click", () => zoom(1.4));
  byId("smaller").addEventListener("click", () => zoom(1 / 1.4));
  byId("svg").addEventListener("click", saveSvg);
  byId("png").addEventListener("click", savePng);
  byId("full").hidden = !document.fullscreenEnabled;
  byId("full").addEventListener("click", () => {
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && only) showOnly(null);
  });
})();

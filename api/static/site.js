/* What pages do beyond showing: suggestions while typing, copying a quotation, switching marks, filtering rows. */
"use strict";

const LABELS = {
  zh: { Department: "部门", Task: "任务", Document: "文件", Indicator: "指标", Target: "指标值", Project: "项目", Award: "荣誉", Region: "地区" },
  en: {},
};
const PAGES = { Department: "departments", Task: "tasks", Document: "documents", Indicator: "indicators" };
const words = LABELS[document.documentElement.lang.startsWith("zh") ? "zh" : "en"];

/* A combobox after the ARIA pattern: the list is only a shortcut, the form works without it. */
function suggest(input) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  const status = input.form.querySelector("[data-suggested]");
  let timer = 0, asking = null, chosen = -1;

  function close() {
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    const options = [...list.children];
    chosen = (index + options.length) % options.length;
    options.forEach((one, number) => one.setAttribute("aria-selected", String(number === chosen)));
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  }

  function option(found, number) {
    const item = document.createElement("li");
    item.id = `suggestion-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.href = `/ui/${PAGES[found.label] || "nodes"}/${encodeURIComponent(found.id)}`;
    item.lang = "zh-CN";
    item.append(found.name);
    const about = document.createElement("small");
    about.textContent = [words[found.label] || found.label, found.document_id !== found.id ? found.document : null, found.region].filter(Boolean).join(" · ");
    item.append(about);
    item.addEventListener("pointerdown", (event) => { event.preventDefault(); location.assign(item.dataset.href); });
    return item;
  }

  async function ask() {
    const typed = input.value.trim();
    if (asking) asking.abort();
    if (!typed) { close(); status.textContent = ""; return; }
    asking = new AbortController();
    try {
      const answer = await fetch(`/search?limit=8&q=${encodeURIComponent(typed)}`, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) { close(); return; }
      const items = (await answer.json()).items;
      close();
      list.replaceChildren(...items.map(option));
      list.hidden = !items.length;
      input.setAttribute("aria-expanded", String(items.length > 0));
      status.textContent = items.length ? `${items.length} ${input.dataset.found}` : input.dataset.none;
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 180); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") { if (!list.hidden) event.preventDefault(); close(); return; }
    if (list.hidden) { if (event.key === "ArrowDown" && input.value) ask(); return; }
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen < 0 ? -1 : chosen - 1); }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.assign(list.children[chosen].dataset.href); }
  });
}

/* Copies with the clipboard where the browser lets us (https, localhost), else selects the words and tries the old way. */
async function copy(button) {
  const field = document.getElementById(button.dataset.copies);
  const said = button.parentElement.querySelector("[data-said]");
  let done = false;
  try {
    await navigator.clipboard.writeText(field.value);
    done = true;
  } catch {
    field.focus();
    field.select();
    done = document.execCommand("copy");
  }
  said.textContent = done ? button.dataset.done : button.dataset.failed;
}

function switches(field) {
  const text = document.querySelector("[data-text]");
  field.addEventListener("change", (event) => text.classList.toggle(`off-${event.target.value}`, !event.target.checked));
}

function filters(input) {
  const rows = [...document.getElementById(input.dataset.filters).tBodies[0].rows].filter((row) => !row.classList.contains("group"));
  const said = input.parentElement.querySelector("output");
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const held = (row.textContent + [...row.querySelectorAll("[title]")].map((one) => one.title).join(" ")).toLowerCase();
      row.hidden = !wanted.every((word) => held.includes(word));
      shown += !row.hidden;
    }
    said.textContent = wanted.length ? `${shown} ${input.dataset.told}` : "";
  });
}

document.querySelectorAll("[role=combobox]").forEach(suggest);
document.querySelectorAll("[data-copies]").forEach((button) => button.addEventListener("click", () => copy(button)));
document.querySelectorAll("[data-kinds]").forEach(switches);
document.querySelectorAll("[data-filters]").forEach(filters);
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("q")?.focus();
  }
});

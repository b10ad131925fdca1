"use strict";
(() => {
  const { element, number, breakable, titled } = page;
  const STEP = 100;
  const data = JSON.parse(document.getElementById("data").textContent);
  const rows = document.getElementById("rows");
  const more = document.getElementById("more");
  const filter = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const heads = [...document.querySelectorAll("th[data-key]")];
  const largest = Math.max(1, ...data.topics.filter(t => t.id >= 0).map(t => t.size));
  const aspects = topic => topic.aspects ?? [];
  const texts = new Map(
    data.topics.map(t => [t, [t.id, t.name, ...t.words.map(w => w[0]), ...aspects(t).flat(2)].join(" ").toLowerCase()]));
  let order = { key: "id", direction: 1 };
  let limit = STEP;
  let found = [];

  /** Of thousands of topics most have less than a thousandth of the documents. */
  function percent(share) {
    const value = 100 * share;
    const text = value > 0 && value < .005 ? "< 0.01" : value.toFixed(value > 0 && value < .1 ? 2 : 1);
    return text + "\u00a0%";
  }

  function bar(share) {
    const fill = element("span", { className: "fill" });
    fill.style.inlineSize = Math.max(0, Math.min(1, share)) * 100 + "%";
    return element("span", { className: "bar", ariaHidden: "true" }, fill);
  }

  const best = topic => Math.max(...topic.words.map(w => w[1]), Number.MIN_VALUE);

  function chips(topic) {
    const top = best(topic);
    const list = element("ul", { className: "words" });
    for (const [word, score] of topic.words) {
      list.append(element("li", { title: "score " + score.toPrecision(3), dir: "auto" }, word, bar(score / top)));
    }
    return list;
  }

  function details(topic) {
    const top = best(topic);
    const scores = element("ol", { className: "scores" });
    for (const [word, score] of topic.words) {
      scores.append(element("li", {},
        element("span", { className: "term", dir: "auto" }, word), bar(score / top),
        element("span", { className: "number" }, score.toPrecision(3))));
    }
    const documents = element("ol", { className: "documents" });
    for (const [id, text] of topic.documents) {
      documents.append(element("li", {}, element("code", { dir: "auto" }, id),
        text === undefined ? "" : element("p", { dir: "auto" }, text)));
    }
    const left = element("div", {}, element("h3", {}, "Scores of the words"), scores);
    for (const [name, words] of aspects(topic)) {
      left.append(element("h3", { dir: "auto" }, name),
        element("p", { dir: "auto" }, words.join(", ") || "No words."));
    }
    const right = element("div", {}, element("h3", {}, "Representative documents"),
      topic.documents.length ? documents : element("p", {}, "None are kept."));
    return element("div", { className: "details" }, left, right);
  }

  function open(topic, row, button) {
    const opened = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", opened);
    row.classList.toggle("open", opened);
    if (opened) {
      const cell = element("td", { colSpan: 5 }, details(topic));
      cell.setAttribute("role", "cell");
      const below = element("tr", { className: "below" }, cell);
      below.setAttribute("role", "row");
      row.after(below);
    } else {
      row.nextElementSibling.remove();
    }
  }

  function cell(tag, className, role, ...children) {
    const made = element(tag, { className }, ...children);
    made.setAttribute("role", role);
    return made;
  }

  function line(topic) {
    const button = element("button", { type: "button", className: "open" });
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", "Documents and scores of topic " + topic.id);
    const id = cell("th", "number id", "rowheader",
      element("a", { href: "#topic=" + topic.id }, String(topic.id).replace("-", "\u2212")));
    id.scope = "row";
    const size = cell("td", "size", "cell",
      element("span", { className: "count" }, number(topic.size),
        element("small", {}, data.documents ? " " + percent(topic.size / data.documents) : "")),
      bar(topic.size / largest));
    const name = cell("td", "name", "cell", element("span", { dir: "auto" }, ...breakable(topic.name)));
    if (topic.id < 0) name.append(element("small", {}, "documents in no topic"));
    const row = element("tr", { className: topic.id < 0 ? "outliers" : "" },
      id, size, name, cell("td", "", "cell", chips(topic)), cell("td", "opener", "cell", button));
    row.setAttribute("role", "row");
    button.addEventListener("click", () => open(topic, row, button));
    return row;
  }

  function draw() {
    const rest = found.length - limit;
    rows.replaceChildren(...found.slice(0, limit).map(line));
    more.hidden = rest <= 0;
    more.textContent = "Show " + number(Math.min(rest, 5 * STEP)) + " more";
    shown.textContent = found.length === data.topics.length
      ? number(found.length) + " rows"
      : number(found.length) + " of " + number(data.topics.length) + " rows";
  }

  function update() {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = data.topics.filter(t => wanted.every(w => texts.get(t).includes(w)));
    const { key, direction } = order;
    const compare = key === "name"
      ? (a, b) => a.name.localeCompare(b.name, "en", { numeric: true })
      : (a, b) => a[key] - b[key];
    found.sort((a, b) => direction * compare(a, b) || a.id - b.id);
    for (const head of heads) {
      if (head.dataset.key === key) head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    limit = STEP;
    draw();
  }

  for (const head of heads) {
    head.querySelector("button").addEventListener("click", () => {
      const key = head.dataset.key;
      const first = key === "size" ? -1 : 1;
      order = { key, direction: order.key === key ? -order.direction : first };
      update();
    });
  }
  filter.addEventListener("input", update);
  more.addEventListener("click", () => {
    const from = limit;
    limit += 5 * STEP;
    rows.append(...found.slice(from, limit).map(line));
    const rest = found.length - limit;
    more.hidden = rest <= 0;
    more.textContent = "Show " + number(Math.min(rest, 5 * STEP)) + " more";
  });
  const byId = new Map(data.topics.map(t => [t.id, t]));
  const panel = document.getElementById("topic");
  const heading = document.getElementById("topic-name");

  function neighbours(topic) {
    const list = element("ul", { className: "neighbours" });
    for (const [id, cosine] of topic.similar ?? []) {
      list.append(element("li", {},
        element("a", { href: "#topic=" + id, dir: "auto" }, titled(id, byId.get(id)?.name ?? "")),
        element("small", {}, " " + cosine.toFixed(2))));
    }
    return list.childElementCount ? [element("h3", {}, "Most similar topics"), list] : [];
  }

  // The fragment #topic=12 names the topic that is shown.
  function follow() {
    const wanted = /^#topic=(-?\d+)$/.exec(location.hash);
    // A link to a section leaves the topic as it is.
    if (!wanted && location.hash.length > 1 && document.getElementById(location.hash.slice(1))) return;
    const topic = wanted ? byId.get(Number(wanted[1])) : undefined;
    panel.hidden = topic === undefined;
    if (topic) {
      heading.replaceChildren(...breakable((topic.id < 0 ? "Documents in no topic" : "Topic " + titled(topic.id, topic.name))
        + ", " + number(topic.size) + " documents"));
      document.getElementById("topic-body").replaceChildren(details(topic), ...neighbours(topic));
    }
    document.dispatchEvent(new CustomEvent("topic", { detail: topic ? topic.id : null }));
    if (topic) heading.focus({ preventScroll: true });
    if (topic && !mapInView()) panel.scrollIntoView();
  }

  // The map shows where a topic is; who reads it stays there.
  function mapInView() {
    const map = document.getElementById("map-plot")?.getBoundingClientRect();
    return map !== undefined && map.height > 0 && map.bottom > innerHeight / 5 && map.top < innerHeight * 4 / 5;
  }

  function save(name, type, text) {
    const link = element("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // A cell that a spreadsheet would take for a formula is quoted by an apostrophe.
  const quoted = value => '"' + String(value).replace(/^[=+\-@\t\r](?!\d+$)/, "'$&").replace(/"/g, '""') + '"';
  document.getElementById("as-csv").addEventListener("click", () => {
    const lines = found.map(t => [t.id, t.size, t.name, t.words.map(w => w[0]).join(" "), t.documents.map(d => d[0]).join(" ")].map(quoted).join(","));
    save("topics.csv", "text/csv", ["topic,size,name,words,representative_documents", ...lines].join("\r\n") + "\r\n");
  });
  document.getElementById("as-json").addEventListener("click", () => save("topics.json", "application/json", JSON.stringify(found)));
  document.getElementById("topic-close").addEventListener("click", page.close);
  window.addEventListener("hashchange", follow);
  document.getElementById("app").hidden = false;
  update();
  follow();
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(part => { part.open = true; }));
  // The map above it has its height only now.
  addEventListener("load", () => { if (!panel.hidden) panel.scrollIntoView(); });
})();

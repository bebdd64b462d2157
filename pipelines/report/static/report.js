"use strict";
// Tables sort and filter; without this script they read as they are.

function valueOf(cell) {
  const exact = cell.querySelector("data, time");
  const text = exact ? exact.getAttribute("value") ?? exact.dateTime : cell.textContent.trim();
  if (text === "–" || text === "") return null;
  return exact && exact.tagName === "DATA" ? Number(text) : text;
}

function compare(one, other) {
  if (one === null || other === null) return (one === null) - (other === null);
  return typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other));
}

function sortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    if (!head.dataset.sorts) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.setAttribute("aria-label", "Sort by " + head.textContent.trim());
    button.textContent = "↕";
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((each) => { each.removeAttribute("aria-sort"); const b = each.querySelector(".sort"); if (b) b.textContent = "↕"; });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      button.textContent = down ? "↓" : "↑";
      const body = table.tBodies[0];
      const keyed = [...body.rows].map((row) => [valueOf(row.cells[place]), row]);
      keyed.sort(([a], [b]) => (a === null || b === null ? compare(a, b) : down ? compare(b, a) : compare(a, b)));
      body.append(...keyed.map(([, row]) => row));
    });
    head.append(" ", button);
  });
}

function labelled(name, control) {
  const label = document.createElement("label");
  label.append(name, control);
  return label;
}

function filterable(table) {
  const rows = [...table.tBodies[0].rows];
  const tools = document.createElement("div");
  tools.className = "tools";
  const search = document.createElement("input");
  search.type = "search";
  tools.append(labelled("Find", search));
  let texts;
  const chosen = [...table.tHead.rows[0].cells].flatMap((head, place) => {
    if (!head.dataset.facet) return [];
    const select = document.createElement("select");
    const values = [...new Set(rows.map((row) => row.cells[place].textContent.trim()))].sort();
    select.append(new Option("all", ""), ...values.map((value) => new Option(value, value)));
    tools.append(labelled(head.dataset.facet, select));
    return [[place, select]];
  });
  const told = document.createElement("output");
  tools.append(told);
  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    texts ??= rows.map((row) => row.textContent.toLowerCase());
    let shown = 0;
    rows.forEach((row, at) => {
      const fits = words.every((word) => texts[at].includes(word)) &&
        chosen.every(([place, select]) => !select.value || row.cells[place].textContent.trim() === select.value);
      row.hidden = !fits;
      shown += fits;
    });
    told.textContent = shown + " of " + rows.length + " rows";
  }
  tools.addEventListener("input", show);
  told.textContent = rows.length + " rows";
  table.closest(".tablebox").prepend(tools);
}

document.querySelectorAll("table[data-sortable]").forEach(sortable);
document.querySelectorAll("table[data-filterable]").forEach(filterable);

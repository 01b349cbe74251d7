"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff]/g;
  const show = (value) => {
    const text = value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
    return text.replace(unsafe, (sign) => `<U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}>`);
  };
  const make = (name, text, parent) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = show(text);
    if (parent) parent.append(made);
    return made;
  };
  const tell = (text) => { at("told").hidden = !text; at("told").textContent = text; };
  const headers = (more) => {
    const token = at("token") && at("token").value.trim();
    return token ? { ...more, authorization: `Bearer ${token}` } : more;
  };
  const read = async (path, more) => {
    const reply = await fetch(path, { credentials: "omit", cache: "no-store", ...more });
    if (reply.ok) return reply;
    const found = (await reply.json()).error;
    const place = found.line ? ` (line ${found.line}, column ${found.column})` : "";
    throw new Error(`${show(found.kind)}: ${show(found.message)}${place}`);
  };
  const draw = (found) => {
    const table = make("table");
    const head = make("tr", undefined, make("thead", undefined, table));
    found.columns.forEach((column) => { make("th", column.name, head).title = show(column.type); });
    const body = make("tbody", undefined, table);
    found.rows.forEach((row) => {
      const line = make("tr", undefined, body);
      row.forEach((value) => make("td", value, line));
    });
    at("result").replaceChildren(table);
    const cut = found.is_cut ? ", and more that are not shown" : "";
    tell(`${found.row_count} rows${cut}, ${found.elapsed_s} s, release ${show(found.release_id)}`);
  };
  const save = async (reply, form) => {
    const link = make("a");
    link.href = URL.createObjectURL(await reply.blob());
    link.download = `answer.${form.replace("safe_", "")}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    const cut = reply.headers.get("broadsheet-cut") === "true" ? ", and more that are not in it" : "";
    tell(`${reply.headers.get("broadsheet-rows")} rows saved${cut}`);
  };
  let running = null;
  const run = async () => {
    const form = at("form").value;
    running = new AbortController();
    at("run").disabled = true;
    at("stop").disabled = false;
    at("result").replaceChildren();
    tell("Running …");
    try {
      const reply = await read("/sql", {
        method: "POST", signal: running.signal, headers: headers({ "content-type": "application/json" }),
        body: JSON.stringify({ sql: at("sql").value, format: form }),
      });
      if (form === "json") draw(await reply.json());
      else await save(reply, form);
    } catch (error) {
      tell(error.name === "AbortError" ? "Stopped." : error.message);
    } finally {
      at("run").disabled = false;
      at("stop").disabled = true;
    }
  };
  const list = async () => {
    try {
      const found = await (await read("/tables", { headers: headers({}) })).json();
      at("listed").replaceChildren(...found.rows.map(([name, about, count, columns]) => {
        const box = make("details");
        make("summary", `${name} (${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"})`, box);
        make("p", about || "", box);
        const rows = make("table", undefined, box);
        columns.forEach((column) => {
          const line = make("tr", undefined, rows);
          [column.name, column.type, column.about].forEach((text) => make("td", text, line));
        });
        return box;
      }));
    } catch (error) {
      tell(error.message);
    }
  };
  at("ask").addEventListener("submit", (event) => { event.preventDefault(); run(); });
  at("stop").addEventListener("click", () => running && running.abort());
  at("sql").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
  });
  if (at("list")) at("list").addEventListener("click", list);
  else list();
})();

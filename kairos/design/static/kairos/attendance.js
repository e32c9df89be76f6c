// The grid of a month: letters and arrows, totals that follow, what is not saved yet. Without script one types and tabs.
const form = document.querySelector("form[data-month]");
if (form) {
  const LETTERS = "AJREF", DOT = "·";
  const inputs = [...form.querySelectorAll(".att input[maxlength]")];
  const rows = [...form.querySelectorAll(".att tbody tr")];
  const column = (cell) => cell.cellIndex;
  const hours = (minutes) => (minutes / 60).toLocaleString("fr-FR", {maximumFractionDigits: 2});
  const letter = (input) => (input.value === DOT ? "P" : input.value.trim().toUpperCase());

  const write = (input, typed) => {
    const key = typed === " " || typed === "." || typed === DOT ? "P" : typed.toUpperCase();
    if (key && key !== "P" && !LETTERS.includes(key)) return false;
    input.value = key === "P" ? DOT : key;
    return true;
  };

  const paint = (input) => {
    const said = letter(input), exception = said.length === 1 && LETTERS.includes(said);
    if (exception) input.dataset.v = said; else delete input.dataset.v;
    if (said === "F") input.dataset.state = "idle"; else delete input.dataset.state;
    if (said !== "R" && said !== "E") { delete input.dataset.n; delete input.dataset.j; }
    input.parentElement.classList.toggle("dirty", input.value !== input.dataset.was);
  };

  // The same sums as the server's: rules.totals.
  const totalOf = (row) => {
    const plan = row.dataset.plan.split(",").map(Number), found = {planned: 0, present: 0, justified: 0, unjustified: 0};
    [...row.cells].slice(1, -2).forEach((cell, place) => {
      const input = cell.querySelector("input"), said = input ? letter(input) : cell.textContent.trim() === DOT ? "P" : cell.textContent.trim();
      const minutes = plan[place];
      if (!minutes || said === "F") return;
      const missed = said === "R" || said === "E" ? Math.min(Number(input?.dataset.n ?? cell.dataset.n ?? 0), minutes) : said === "A" || said === "J" ? minutes : 0;
      const excused = said === "J" || (input ?? cell).dataset.j !== undefined;
      found.planned += minutes;
      found.present += said ? minutes - missed : 0;
      found[excused ? "justified" : "unjustified"] += missed;
    });
    return found;
  };

  const count = () => {
    const all = {planned: 0, present: 0, justified: 0, unjustified: 0};
    for (const row of rows) {
      const found = totalOf(row), [done, away] = [...row.cells].slice(-2);
      done.textContent = hours(found.present);
      away.textContent = hours(found.justified + found.unjustified);
      for (const name of Object.keys(all)) all[name] += found[name];
    }
    for (const name of Object.keys(all)) document.querySelector(`[data-total=${name}]`).textContent = hours(all[name]);
    const foot = form.querySelector(".att tfoot tr"), [done, away] = [...foot.cells].slice(-2);
    done.textContent = hours(all.present);
    away.textContent = hours(all.justified + all.unjustified);
    [...foot.cells].slice(1, -2).forEach((cell, place) => {
      const said = rows.map((row) => row.cells[place + 1]).map((one) => one.querySelector("input")?.value ?? one.textContent.trim()).filter(Boolean);
      cell.textContent = said.length ? said.filter((one) => one === DOT || "RE".includes(one)).length : "–";
    });
    const changed = form.querySelectorAll(".att .dirty").length;
    form.querySelector("[data-changes]").textContent = changed ? `${changed} cellule${changed > 1 ? "s" : ""} changée${changed > 1 ? "s" : ""}` : "";
  };

  const go = (from, down, right) => {
    const cell = from.parentElement, row = cell.parentElement;
    if (right) {
      const next = inputs[inputs.indexOf(from) + right];
      return next?.closest("tr") === row ? next.focus() : undefined;
    }
    for (let at = rows.indexOf(row) + down; rows[at]; at += down) {
      const next = rows[at].cells[column(cell)]?.querySelector("input");
      if (next) return next.focus();
    }
  };

  const moves = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0]};
  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!inputs.includes(input) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (moves[event.key]) {
      event.preventDefault();
      go(input, ...moves[event.key]);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      write(input, "");
      paint(input);
      count();
    } else if (event.key.length === 1) {
      event.preventDefault();
      if (!write(input, event.key)) return;
      paint(input);
      count();
      go(input, 0, 1);
    }
  });
  // On a touch screen the keyboard sends no keys that can be told apart: what was typed is read instead.
  form.addEventListener("input", ({target}) => {
    if (!inputs.includes(target)) return;
    if (!write(target, target.value)) target.value = "";
    paint(target);
    count();
  });
  form.addEventListener("focusin", ({target}) => inputs.includes(target) && target.select());
  form.querySelector("[name=presents]")?.addEventListener("click", (event) => {
    const empty = inputs.filter((input) => !input.value);
    if (!empty.length) return;
    event.preventDefault();
    for (const input of empty) { write(input, "P"); paint(input); }
    count();
    form.querySelector(".savebar .primary").focus();
  });
  for (const input of inputs) input.dataset.was = input.parentElement.classList.contains("dirty") ? "\u0000" : input.value;
  if (form.querySelector("[data-changes]")) addEventListener("pageshow", () => { inputs.forEach(paint); count(); });
}

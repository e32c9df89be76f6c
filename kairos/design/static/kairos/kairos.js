// What script adds. Everything works without it; nothing here writes a style or evaluates text (strict CSP).
const root = document.documentElement;

// Theme: chosen here, kept in a cookie so that the server writes it into the next page and nothing flashes.
const theme = document.getElementById("theme");
if (theme) {
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    const [prefix, secure] = location.protocol === "https:" ? ["__Host-", ";secure"] : ["", ""];
    document.cookie = `${prefix}theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax${secure}`;
  });
}

// Passwords can be read back before they are sent.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
}

// A form is sent once: the button says it is busy until the page changes.
document.addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  button?.setAttribute("aria-busy", "true");
  for (const input of form.querySelectorAll("[data-reveal]")) document.getElementById(input.dataset.reveal).type = "password";
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});

// What asks first: the link opens its question here rather than on its own page.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]"), closer = event.target.closest("dialog [data-close]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) { event.preventDefault(); dialog.showModal(); }
  if (closer) { event.preventDefault(); closer.closest("dialog").close(); }
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement.closest("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  document.activeElement.closest(".term")?.blur();
});

// A grid of boxes says how many differ from what is saved, and shows which.
for (const form of document.querySelectorAll("form[data-count]")) {
  const said = form.querySelector("[data-changes]");
  const differs = (box) => box.type === "checkbox" && box.checked !== (box.dataset.was ? box.dataset.was === "1" : box.defaultChecked);
  const count = () => {
    const changed = [...form.elements].filter(differs), cells = new Set(changed.map((box) => box.closest("td")));
    for (const cell of form.querySelectorAll("td[data-v]")) if (!cells.has(cell)) delete cell.dataset.v;
    for (const cell of cells) cell.dataset.v = "R";
    said.textContent = changed.length ? `${changed.length} changement${changed.length > 1 ? "s" : ""} à enregistrer` : "";
  };
  form.addEventListener("change", count);
  addEventListener("pageshow", count);
  count();
}

// What is typed while an answer travels is never lost: its field, brought anew, takes it back.
const pending = new WeakMap();
document.addEventListener("htmx:beforeSwap", ({ detail: { xhr, requestConfig } }) => {
  const sent = requestConfig.formData, form = requestConfig.elt.form;
  const typed = form ? [...form.elements].filter((field) => field.id && sent.has(field.name) && field.value !== sent.get(field.name)) : [];
  pending.set(xhr, new Map(typed.map((field) => [field.id, field.value])));
});
document.addEventListener("htmx:afterSwap", ({ detail: { xhr } }) => {
  for (const [id, value] of pending.get(xhr) ?? []) document.getElementById(id).value = value;
});

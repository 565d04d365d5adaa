// Adds to the grid of answers: Enter goes down, Shift+Enter up, changed cells are marked, leaving unsaved asks first.
(() => {
  const form = document.querySelector("[data-harbor-grid]");
  if (!form) return;
  const cells = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("select")]);
  const was = new Map(cells.flat().map((cell) => [cell, cell.value]));
  const changed = () => [...was].some(([cell, value]) => cell.value !== value);
  let leaving = false;

  form.addEventListener("change", ({ target }) => {
    if (was.has(target)) target.toggleAttribute("data-changed", target.value !== was.get(target));
  });
  // Enter would open the list (and, when focus has moved on, that of the next cell): it is stopped going down, obeyed coming up.
  let pressed = null;
  form.addEventListener("keydown", (event) => {
    pressed = event.key === "Enter" && was.has(event.target) ? event.target : null;
    if (pressed) event.preventDefault();
  });
  form.addEventListener("keyup", ({ key, shiftKey, target }) => {
    if (key !== "Enter" || target !== pressed) return;
    const row = cells.findIndex((each) => each.includes(target));
    const next = cells[row + (shiftKey ? -1 : 1)];
    if (next) next[cells[row].indexOf(target)].focus();
  });
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && changed()) event.preventDefault(); });
})();

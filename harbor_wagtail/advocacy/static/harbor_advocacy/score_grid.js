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
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !was.has(event.target)) return;
    event.preventDefault();
    const row = cells.findIndex((each) => each.includes(event.target));
    const next = cells[row + (event.shiftKey ? -1 : 1)];
    if (next) next[cells[row].indexOf(event.target)].focus();
  });
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && changed()) event.preventDefault(); });
})();

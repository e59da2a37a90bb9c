// The table of claims: a press or the arrow keys choose a claim, and the map and the text follow.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector(".claims");
  if (box.dataset.key !== data.key) {
    box.innerHTML = data.html;
    box.dataset.key = data.key;
  }
  const rows = Array.from(box.querySelectorAll("tr[data-claim]"));
  const current = rows.find(function (row) { return Number(row.dataset.claim) === data.chosen; });
  rows.forEach(function (row, place) {
    const number = Number(row.dataset.claim);
    row.classList.toggle("chosen", row === current);
    row.setAttribute("aria-selected", String(row === current));
    row.tabIndex = row === (current || rows[0]) ? 0 : -1; // one stop for the Tab key; the arrows do the rest
    row.onclick = function () { setTriggerValue("claim", number === data.chosen ? 0 : number); };
    row.onkeydown = function (event) {
      const step = { ArrowDown: 1, ArrowUp: -1, Home: -rows.length, End: rows.length }[event.key];
      if (step !== undefined) {
        const next = rows[Math.min(rows.length - 1, Math.max(0, place + step))];
        event.preventDefault();
        next.tabIndex = 0;
        next.focus();
        setTriggerValue("claim", Number(next.dataset.claim));
      } else if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        setTriggerValue("claim", number);
      }
    };
  });
}

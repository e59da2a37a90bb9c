// The text beside the map: a press on a marked sentence hands its claim's number to Python.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const pane = parentElement.querySelector(".dispatch");
  if (pane.dataset.key !== data.key) {
    pane.innerHTML = data.html;
    pane.dataset.key = data.key;
    pane.dataset.turn = "0";
    pane.scrollTop = 0;
  }
  const marks = Array.from(pane.querySelectorAll("mark.claim"));
  marks.forEach(function (mark) {
    const claims = mark.dataset.claims.split(" ").map(Number);
    const press = function () { setTriggerValue("claim", claims[0]); };
    mark.onclick = press;
    mark.onkeydown = function (event) {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        press();
      }
    };
    mark.classList.toggle("chosen", claims.includes(data.chosen));
    mark.classList.toggle("hidden", claims.every(function (claim) { return data.hidden.includes(claim); }));
  });
  // Words that somebody selects: their place in the text, in characters as Python counts them.
  pane.onmouseup = function () {
    const root = pane.getRootNode();
    const selection = root.getSelection ? root.getSelection() : document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) { return; }
    const range = selection.getRangeAt(0);
    if (!pane.contains(range.startContainer) || !pane.contains(range.endContainer)) { return; }
    const before = document.createRange();
    before.selectNodeContents(pane);
    before.setEnd(range.startContainer, range.startOffset);
    const start = Array.from(before.toString()).length;
    const length = Array.from(range.toString()).length;
    if (length > 2) { setTriggerValue("selection", { start: start, end: start + length }); }
  };
  if (String(data.turn) !== pane.dataset.turn) {
    pane.dataset.turn = String(data.turn);
    const mark = pane.querySelector("mark.chosen");
    if (mark) {
      const top = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      if (top < 0 || top > pane.clientHeight - 40) {
        pane.scrollTop += top - pane.clientHeight / 3;
      }
    }
  }
}

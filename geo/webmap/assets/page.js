// The exported page: switches for the layers; text, table and map choose the same claim.
(function () {
  "use strict";
  let turn = 0;
  let current = 0;
  const map = claimscapeMap();

  function hasClaim(mark, number) {
    return mark.dataset.claims.split(" ").includes(String(number));
  }

  function choose(number, from) {
    turn += from === "map" ? 0 : 1;
    current = number;
    claimscapeChoose(number, turn);
    document.querySelectorAll("mark.claim").forEach(function (mark) {
      mark.classList.toggle("chosen", hasClaim(mark, number));
    });
    document.querySelectorAll("tr[data-claim]").forEach(function (row) {
      row.classList.toggle("chosen", Number(row.dataset.claim) === number);
    });
    const mark = document.querySelector("mark.claim.chosen");
    if (mark && from !== "text") {
      const pane = mark.closest(".dispatch");
      pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    }
  }

  function onPress(element, act) {
    element.addEventListener("click", act);
    element.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        act();
      }
    });
  }

  document.querySelectorAll("input[data-layer]").forEach(function (box) {
    box.addEventListener("change", function () {
      const group = claimscapeGroups[box.dataset.layer];
      if (box.checked) {
        group.addTo(map);
      } else {
        group.remove();
      }
      claimscapeChoose(current, turn);
    });
  });
  document.querySelectorAll("mark.claim").forEach(function (mark) {
    onPress(mark, function () { choose(Number(mark.dataset.claims.split(" ")[0]), "text"); });
  });
  document.querySelectorAll("tr[data-claim]").forEach(function (row) {
    onPress(row, function () { choose(Number(row.dataset.claim), "table"); });
  });
  Object.values(claimscapeGroups).forEach(function (group) {
    group.on("click", function (event) {
      const shape = event.propagatedFrom || event.layer;
      if (shape && shape.claimscapeClaim) {
        choose(shape.claimscapeClaim, "map");
      }
    });
  });
})();

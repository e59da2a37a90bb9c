// What is seen, as a PNG: the map as it stands with its caption, drawn by this browser; nothing is sent anywhere.
// No double braces here: branca compiles every rendered script as a Jinja template.
(function () {
  "use strict";
  const SCALE = 3; // pixels of the file a pixel of the screen: for print
  const LEFT_OUT = ".cs-save, .leaflet-control-zoom, .cs-hover";
  // Characters that XML cannot hold, with which the picture would not be drawn at all.
  const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

  // A button on the map that saves it; `caption` are lines of escaped text, `file` a name without suffix.
  window.claimscapePicture = function (map, caption, file) {
    const corner = L.control({ position: "topright" });
    corner.onAdd = function () {
      const bar = L.DomUtil.create("div", "leaflet-bar cs-save");
      const button = L.DomUtil.create("button", "", bar);
      button.type = "button";
      button.title = "Save what you see (PNG)";
      button.setAttribute("aria-label", button.title);
      button.innerHTML = '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path fill="none"' +
        ' stroke="currentColor" stroke-width="1.6" d="M8 2v7M5 6.5 8 9.5l3-3M2.5 11v2.5h11V11"/></svg>';
      L.DomEvent.disableClickPropagation(bar);
      button.addEventListener("click", function () {
        draw(map, caption).then(function (picture) { offer(picture, file); }, function () { refuse(bar); });
      });
      return bar;
    };
    corner.addTo(map);
  };

  // The map and its caption as a PNG.
  async function draw(map, caption) {
    const size = map.getSize();
    const sheet = build(map, size, caption);
    document.body.append(sheet);
    const height = sheet.offsetHeight;
    const words = new XMLSerializer().serializeToString(sheet).replace(NOT_XML, "\ufffd");
    sheet.remove();
    const image = new Image();
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(
      '<svg xmlns="http://www.w3.org/2000/svg" width="' + size.x * SCALE + '" height="' + height * SCALE +
      '" viewBox="0 0 ' + size.x + " " + height + '"><foreignObject width="100%" height="100%">' + words +
      "</foreignObject></svg>");
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = size.x * SCALE;
    canvas.height = height * SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0);
    return new Promise(function (resolve, reject) {
      canvas.toBlob(function (picture) { picture ? resolve(picture) : reject(); }, "image/png");
    });
  }

  // A copy of the map that needs nothing of this page: its styles, its hatches, and the caption below it.
  function build(map, size, caption) {
    const sheet = document.createElement("div");
    sheet.className = "cs-sheet";
    sheet.style.width = size.x + "px";
    const style = document.createElement("style");
    style.textContent = Array.from(document.styleSheets, listRules).join("\n");
    const copy = map.getContainer().cloneNode(true);
    copy.removeAttribute("id");
    copy.querySelectorAll(LEFT_OUT).forEach(function (one) { one.remove(); });
    copy.style.cssText += ";position:relative;width:" + size.x + "px;height:" + size.y + "px";
    const hatches = Array.from(document.querySelectorAll("svg"), function (one) {
      return one.querySelector("defs") && !map.getContainer().contains(one) ? one.cloneNode(true) : "";
    });
    const lines = caption.map(function (line) {
      const row = document.createElement("p");
      row.innerHTML = line; // escaped where it was made, as the credit is
      return row;
    });
    sheet.append(style, ...hatches, copy, ...lines);
    return sheet;
  }

  function listRules(sheet) {
    try {
      return Array.from(sheet.cssRules, function (rule) { return rule.cssText; }).join("\n");
    } catch (error) {
      return ""; // of another host: none of ours
    }
  }

  function offer(picture, file) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(picture);
    link.download = file + ".png";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }

  function refuse(bar) {
    const told = document.createElement("p");
    told.setAttribute("role", "alert");
    told.textContent = "This browser cannot save the map as a picture. Take a screenshot, or make a figure.";
    bar.append(told);
    setTimeout(function () { told.remove(); }, 8000);
  }
})();

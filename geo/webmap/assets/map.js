// Claimscape on a Leaflet map: the view, labels that keep apart, and the chosen claim.
// No double braces here: branca compiles every rendered script as a Jinja template.
(function () {
  "use strict";
  const GAP = 5;
  const RINGS = [10, 26, 46, 70, 98];
  const STEPS = 12;
  const NEAR = 4;
  const OUTLINE_STEP = 9;
  const SHAPE_COST = 8;
  const CROWDED = 1000;
  const state = { map: null, arranging: false, turn: 0, flight: 0, hidden: [], beacon: null, write: function () {} };

  // A point of the map with a permanent label; it is placed by arrange().
  window.claimscapeLabel = function (feature, layer) {
    const about = feature.properties;
    layer.bindTooltip(about.label, {
      permanent: true, direction: "center", opacity: 1, interactive: false, className: "cs-label cs-" + about.role,
    });
    layer.claimscapeRank = about.rank;
    layer.claimscapeFree = about.role === "claim";
    layer.claimscapeRole = about.role;
  };

  // A shape of a claim: its label follows the pointer.
  window.claimscapeShape = function (feature, layer) {
    layer.bindTooltip(feature.properties.label, { sticky: true, className: "cs-hover" });
    layer.claimscapeClaim = feature.properties.claim;
  };

  window.claimscape = function (map, settings) {
    state.map = map;
    settings.layers.forEach(function (name, place) {
      map.createPane("ground-" + name).style.zIndex = 210 + place;
    });
    for (let pane = 0; pane < settings.panes; pane += 1) {
      map.createPane("claims-" + pane).style.zIndex = 410 + pane;
    }
    map.attributionControl.setPrefix(false);
    map.attributionControl.addAttribution(settings.credit);
    L.control.zoom({ position: "topright" }).addTo(map);
    (settings.ground || window.claimscapeGrounds[settings.kept]).forEach(function (layer) { addGround(map, layer); });
    addLocator(map, settings.locator);
    if (settings.caption.length) {
      window.claimscapePicture(map, settings.caption, settings.file);
    }
    followSize(map, settings);
    if (settings.linked) {
      keepInAddress(map);
    }
    map.on("zoomend resize layeradd layerremove", schedule);
  };

  window.claimscapeMap = function () {
    return state.map;
  };

  // What the screen wants of the map: the chosen claim, hidden ground, opacity, names, a place to fly to.
  window.claimscapeShow = function (wanted) {
    const map = state.map;
    state.hidden = wanted.hidden;
    map.getContainer().dataset.names = wanted.names;
    Object.keys(map.getPanes()).forEach(function (name) {
      const pane = map.getPane(name);
      if (name.startsWith("ground-")) {
        pane.style.display = wanted.hidden.includes(name.slice(7)) ? "none" : "";
      } else if (name.startsWith("claims-")) {
        pane.style.opacity = wanted.opacity;
      }
    });
    choose(wanted.chosen, wanted.turn);
    fly(wanted.target, wanted.flight);
    state.write(); // whatever was pressed has just changed the address
    schedule();
  };

  // Go to a place that somebody looked up, once a flight, and mark it.
  function fly(target, flight) {
    if (state.beacon) {
      state.beacon.remove();
      state.beacon = null;
    }
    if (target) {
      state.beacon = L.circleMarker(target, { radius: 12, weight: 3, fill: false, className: "cs-beacon", interactive: false });
      state.beacon.addTo(state.map);
      if (flight > state.flight) {
        state.map.setView(target, Math.max(state.map.getZoom(), 8.5));
      }
    }
    state.flight = Math.max(flight, state.flight);
  }

  // Where the map stands goes into the address of the page, so that a copied link opens the same view.
  function keepInAddress(map) {
    let moved = false;
    ["mousedown", "wheel", "touchstart"].forEach(function (name) {
      map.getContainer().addEventListener(name, function () { moved = true; }, { passive: true });
    });
    state.write = function () {
      if (moved) {
        const place = map.getCenter();
        const address = new URL(window.parent.location.href);
        address.searchParams.set("at", [place.lng.toFixed(4), place.lat.toFixed(4), map.getZoom().toFixed(2)].join(","));
        window.parent.history.replaceState(window.parent.history.state, "", address);
      }
    };
    map.on("moveend", state.write);
  }

  // One layer of the ground: shapes by the look of their status, or points with labels that let every click through.
  function addGround(map, layer) {
    const pane = "ground-" + layer.name;
    L.geoJSON({ type: "FeatureCollection", features: layer.features }, {
      pane: pane, interactive: false, smoothFactor: 0.5,
      style: function (feature) { return layer.look || layer.looks[feature.properties.status] || layer.looks[""]; },
      pointToLayer: function (feature, place) {
        return L.circleMarker(place, Object.assign({ pane: pane, interactive: false }, layer.look));
      },
      onEachFeature: layer.look ? window.claimscapeLabel : undefined,
    }).addTo(map);
  }

  // The shapes of a layer of claims, and a labelled point for each claim, on its feature group.
  window.claimscapeClaims = function (group, claims) {
    L.geoJSON({ type: "FeatureCollection", features: claims.shapes }, {
      smoothFactor: 0.3,
      style: function (feature) { return claims.looks[feature.id]; },
      pointToLayer: function (feature, place) { return L.circleMarker(place, { radius: 6 }); },
      onEachFeature: window.claimscapeShape,
    }).addTo(group);
    L.geoJSON({ type: "FeatureCollection", features: claims.labels }, {
      interactive: false,
      pointToLayer: function (feature, place) {
        return L.circleMarker(place, Object.assign({ interactive: false }, claims.dot));
      },
      onEachFeature: window.claimscapeLabel,
    }).addTo(group);
  };

  // A small map of where this is, in the corner; its drawing is made of numbers alone.
  function addLocator(map, drawing) {
    if (drawing) {
      const corner = L.control({ position: "bottomleft" });
      corner.onAdd = function () {
        const box = L.DomUtil.create("div", "cs-locator");
        box.innerHTML = drawing;
        return box;
      };
      corner.addTo(map);
    }
  }

  window.claimscapeChoose = choose;

  // Show claim `number`: thicken its shapes, and bring them into view once a turn.
  function choose(number, turn) {
    const shaped = L.latLngBounds([]);
    const extent = L.latLngBounds([]);
    eachShape(function (shape, path) {
      const chosen = shape.claimscapeClaim === number;
      // An extent is where the claim may lie: it grows a little darker, and is never outlined as if it were the claim.
      path.classList.toggle(shape.options.claimscapeExtent ? "cs-chosen-extent" : "cs-chosen", chosen);
      if (chosen) {
        (shape.options.claimscapeExtent ? extent : shaped).extend(shape.getBounds ? shape.getBounds() : shape.getLatLng());
      }
    });
    const bounds = shaped.isValid() ? shaped : extent;
    if (turn > state.turn && bounds.isValid() && !state.map.getBounds().contains(bounds)) {
      state.map.fitBounds(bounds, { padding: [60, 60], maxZoom: Math.max(state.map.getZoom(), 8) });
    }
    state.turn = Math.max(turn, state.turn);
  }

  function eachShape(visit) {
    state.map.eachLayer(function (layer) {
      const path = layer.getElement && layer.getElement();
      if (layer.claimscapeClaim !== undefined && path) {
        visit(layer, path);
      }
    });
  }

  // The frame may grow after the map was made: fit again until somebody moves the map.
  function followSize(map, settings) {
    const view = L.latLngBounds(settings.view);
    const limits = L.latLngBounds(settings.limits);
    let moved = false;
    // Not setMaxBounds: it pans by itself whenever the view is larger than the limits.
    map.options.maxBounds = limits;
    map.options.maxBoundsViscosity = 1;
    const fit = function () {
      if (!moved && map.getSize().y > 0) {
        map.setMinZoom(0);
        if (settings.at) {
          map.setView(settings.at[0], settings.at[1], { animate: false });
        } else {
          map.fitBounds(view, { animate: false });
        }
        map.setMinZoom(Math.min(map.getBoundsZoom(limits, true), map.getZoom()));
      }
      schedule();
    };
    ["mousedown", "wheel", "touchstart", "keydown"].forEach(function (name) {
      map.getContainer().addEventListener(name, function () { moved = true; }, { passive: true });
    });
    // streamlit-folium does not wait for Leaflet's style sheet, without which a label is as wide as the map.
    document.querySelectorAll('link[rel="stylesheet"]').forEach(function (link) { link.addEventListener("load", fit); });
    new ResizeObserver(function () { map.invalidateSize({ animate: false }); fit(); }).observe(map.getContainer());
    fit();
  }

  function schedule() {
    if (!state.arranging) {
      state.arranging = true;
      requestAnimationFrame(function () { state.arranging = false; arrange(state.map); });
    }
  }

  // Give each label, the most important first, the place that hides least; hide background labels that find none.
  function arrange(map) {
    const labels = [];
    const shapes = [];
    map.eachLayer(function (layer) {
      const tooltip = layer.getTooltip && layer.getTooltip();
      if (tooltip && tooltip.options.permanent && tooltip.getElement()) {
        if (state.hidden.includes(layer.claimscapeRole)) {
          tooltip.getElement().style.display = "none";
        } else {
          labels.push(layer);
        }
      } else if (layer.claimscapeClaim !== undefined && !layer.options.claimscapeExtent) {
        collect(layer.getLatLngs ? layer.getLatLngs() : [layer.getLatLng()], map, shapes);
      }
    });
    labels.sort(function (one, other) { return one.claimscapeRank - other.claimscapeRank; });
    liftCorner(map);
    labels.forEach(function (layer) {
      const element = layer.getTooltip().getElement();
      element.style.display = "";
      element.classList.remove("cs-compact");
    });
    // All sizes are read before anything is moved: the browser lays the page out once, not once a label.
    const taken = findControls(map);
    const size = map.getSize();
    const sizes = labels.map(measure);
    labels.forEach(function (layer, at) { place(layer, sizes[at], map, size, taken, shapes); });
  }

  function measure(layer) {
    const element = layer.getTooltip().getElement();
    return L.point(element.offsetWidth, element.offsetHeight);
  }

  // The scale and the small map stand on the credit, however many lines it has.
  function liftCorner(map) {
    const frame = map.getContainer();
    frame.querySelector(".leaflet-bottom.leaflet-left").style.bottom =
      frame.querySelector(".leaflet-control-attribution").offsetHeight + "px";
  }

  // The boxes of the scale, the credit and the buttons, where no label may lie.
  function findControls(map) {
    const frame = map.getContainer().getBoundingClientRect();
    return Array.from(map.getContainer().querySelectorAll(".leaflet-control"), function (control) {
      const box = control.getBoundingClientRect();
      return {
        left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top,
      };
    });
  }

  // Points along the outlines, some pixels apart, that the labels of claims keep clear of.
  function collect(rings, map, points) {
    if (Array.isArray(rings[0])) {
      rings.forEach(function (ring) { collect(ring, map, points); });
      return;
    }
    let last = null;
    rings.forEach(function (corner, index) {
      const next = map.latLngToContainerPoint(corner);
      const steps = last ? Math.min(Math.ceil(last.distanceTo(next) / OUTLINE_STEP), 60) : 1;
      if (steps > 0 && (steps > 1 || index % Math.ceil(rings.length / 120) === 0)) {
        for (let step = 1; step <= steps; step += 1) {
          points.push(last ? last.add(next.subtract(last).multiplyBy(step / steps)) : next);
        }
        last = next;
      }
    });
  }

  function place(layer, own, map, size, taken, shapes) {
    const tooltip = layer.getTooltip();
    const element = tooltip.getElement();
    let best = search(layer, own, map, size, taken, shapes);
    if (best.cost >= CROWDED && !layer.claimscapeFree) {
      element.style.display = "none";
      return;
    }
    if (best.cost >= CROWDED) { // no room for the words: the number stays, the words come with the pointer
      element.classList.add("cs-compact");
      best = search(layer, measure(layer), map, size, taken, shapes);
    }
    taken.push(best.box);
    const radius = layer.options.radius || 0;
    if (radius) {
      const anchor = best.anchor;
      taken.push({ left: anchor.x - radius, right: anchor.x + radius, top: anchor.y - radius, bottom: anchor.y + radius });
    }
    tooltip.options.offset = best.offset; // for Leaflet, which moves the label with the map
    const corner = map.latLngToLayerPoint(layer.getLatLng()).subtract(best.own.divideBy(2)).add(best.offset);
    L.DomUtil.setPosition(element, corner.round());
    lead(element, best.offset, best.own);
  }

  // The cheapest place for a label as it is now.
  function search(layer, own, map, size, taken, shapes) {
    const anchor = map.latLngToContainerPoint(layer.getLatLng());
    const half = own.divideBy(2);
    let best = null;
    candidates(layer, own.x, own.y).forEach(function (offset) {
      const box = {
        left: anchor.x + offset.x - half.x - GAP / 2, right: anchor.x + offset.x + half.x + GAP / 2,
        top: anchor.y + offset.y - half.y - 1, bottom: anchor.y + offset.y + half.y + 1,
      };
      const cost = price(box, offset, size, taken, layer.claimscapeFree ? shapes : []);
      if (!best || cost < best.cost) {
        best = { cost: cost, offset: offset, box: box, anchor: anchor, own: own };
      }
    });
    return best;
  }

  function candidates(layer, width, height) {
    const radius = layer.options.radius || 0;
    if (!layer.claimscapeFree && !radius) {
      return [L.point(0, 0), L.point(0, -height), L.point(0, height)];
    }
    const near = radius + NEAR;
    const around = [
      L.point(near + width / 2, 0), L.point(-near - width / 2, 0),
      L.point(0, -near - height / 2), L.point(0, near + height / 2),
    ];
    if (layer.claimscapeFree) {
      RINGS.forEach(function (ring) {
        for (let step = 0; step < STEPS; step += 1) {
          const angle = (2 * Math.PI * step) / STEPS;
          around.push(L.point(Math.cos(angle) * (ring + width / 2), Math.sin(angle) * (ring + height / 2)));
        }
      });
    }
    return around;
  }

  function price(box, offset, size, taken, shapes) {
    let cost = Math.hypot(offset.x, offset.y) / 8;
    taken.forEach(function (other) {
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      if (across > 0 && down > 0) {
        cost += CROWDED + across * down;
      }
    });
    shapes.forEach(function (point) {
      if (point.x > box.left && point.x < box.right && point.y > box.top && point.y < box.bottom) {
        cost += SHAPE_COST;
      }
    });
    const outside = Math.max(-box.left, box.right - size.x, -box.top, box.bottom - size.y, 0);
    return cost + (outside > 0 ? 900 + 20 * outside : 0);
  }

  // A hair line from the label's edge back to the point that it names.
  function lead(element, offset, own) {
    const half = own.divideBy(2);
    const reach = Math.min(
      offset.x ? half.x / Math.abs(offset.x) : Infinity, offset.y ? half.y / Math.abs(offset.y) : Infinity, 1);
    const distance = Math.hypot(offset.x, offset.y) * (1 - reach);
    element.style.setProperty("--lead", (distance > 8 ? distance : 0) + "px");
    element.style.setProperty("--lead-angle", Math.atan2(-offset.y, -offset.x) + "rad");
    element.style.setProperty("--lead-x", half.x - offset.x * reach + "px");
    element.style.setProperty("--lead-y", half.y - offset.y * reach + "px");
  }
})();

"""A reading's drawn claims as KML 2.2 for Google Earth: a folder a claimant, in the colours of the screen.

Takes a Reading; gives XML text. Does not let text act: Google Earth shows descriptions as HTML, so they are escaped
twice, once as HTML and once as XML; what XML cannot hold becomes U+FFFD.
"""

from __future__ import annotations

import html
import re
from typing import Any
from xml.etree import ElementTree as ET

from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from geo.credits import DISCLAIMER
from geo.exports.rows import build_rows, describe_source
from geo.features import from_collection
from geo.layers import Layer, Style, build_layers
from geo.model import Reading
from geo.reading import EMPTY_COLLECTION

NAMESPACE = "http://www.opengis.net/kml/2.2"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_kml(reading: Reading, credit: str = "") -> str:
    """Every drawn claim part as a placemark with all its properties; a reading without any gives an empty document."""
    layers = build_layers(reading, from_collection(reading.features or EMPTY_COLLECTION))
    root = ET.Element("kml", xmlns=NAMESPACE)
    document = ET.SubElement(root, "Document")
    _add_text(document, "name", reading.document.title or "Claims of territory in one dispatch")
    source = describe_source(reading, credit)
    _add_text(document, "description", html.escape("; ".join(str(one) for one in source.values() if one)))
    rows = {row["claim_id"]: row for row in build_rows(reading, credit)}
    for layer in (one for one in layers if one.drawn):
        folder = ET.SubElement(document, "Folder")
        _add_text(folder, "name", layer.label)
        for row in layer.frame.astype(object).where(layer.frame.notna(), None).to_dict("records"):
            _add_placemark(folder, layer, row, rows[row["claim_id"]])
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add_placemark(folder: ET.Element, layer: Layer, feature: dict[str, Any], claim: dict[str, Any]) -> None:
    placemark = ET.SubElement(folder, "Placemark")
    _add_text(placemark, "name", feature["label"] or claim["kind"])
    _add_text(placemark, "description", html.escape(_describe(feature, claim)))
    if claim["event_start"]:
        span = ET.SubElement(placemark, "TimeSpan")
        _add_text(span, "begin", claim["event_start"])
        _add_text(span, "end", claim["event_end"])
    _add_style(placemark, layer.style(feature["part"], feature["stance"], feature["certainty"]))
    data = ET.SubElement(placemark, "ExtendedData")
    for name, value in (claim | {key: feature[key] for key in feature if key not in {"geometry", "order"}}).items():
        if value is not None:
            _add_text(ET.SubElement(data, "Data", name=name), "value", str(value))
    _add_geometry(placemark, feature["geometry"])


def _describe(feature: dict[str, Any], claim: dict[str, Any]) -> str:
    """What the balloon says: whose word it is, the words, and that the drawing is a drawing."""
    note = f" {feature['note']}" if feature["note"] else ""
    return f"{claim['claimant']}: “{claim['quote']}” ({claim['certainty']}).{note} {DISCLAIMER}"


def _add_style(placemark: ET.Element, style: Style) -> None:
    element = ET.SubElement(placemark, "Style")
    line = ET.SubElement(element, "LineStyle")
    _add_text(line, "color", _to_abgr(style.color, 1))
    _add_text(line, "width", f"{style.width:g}")
    fill = ET.SubElement(element, "PolyStyle")
    _add_text(fill, "color", _to_abgr(style.color, style.tint))
    _add_text(fill, "fill", "1" if style.tint else "0")


def _to_abgr(color: str, opacity: float) -> str:
    """KML's colour order.

    >>> _to_abgr("#0072b2", 0.4)
    '66b27200'
    """
    return f"{round(255 * opacity):02x}{color[5:7]}{color[3:5]}{color[1:3]}"


def _add_geometry(parent: ET.Element, shape: BaseGeometry) -> None:
    """Add a shapely geometry; what has several parts becomes a MultiGeometry."""
    if isinstance(shape, BaseMultipartGeometry):
        multi = ET.SubElement(parent, "MultiGeometry")
        for part in shape.geoms:
            _add_geometry(multi, part)
    elif isinstance(shape, Polygon):
        polygon = ET.SubElement(parent, "Polygon")
        for name, ring in (("outerBoundaryIs", shape.exterior), *(("innerBoundaryIs", one) for one in shape.interiors)):
            _add_coordinates(ET.SubElement(ET.SubElement(polygon, name), "LinearRing"), ring)
    else:
        _add_coordinates(ET.SubElement(parent, shape.geom_type), shape)


def _add_coordinates(parent: ET.Element, shape: BaseGeometry) -> None:
    _add_text(parent, "coordinates", " ".join(f"{lon:.7f},{lat:.7f}" for lon, lat in shape.coords))


def _add_text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)

"""Claimscape: text in, map out. Who claims which ground, read from a dispatch and drawn.

The stages, in order, are the modules of this package:

reading half (plain values, no geometry)
    documents    text, file or address -> Document; boilerplate blanked in place so that offsets hold
    lexicon      cues, predicates, units, demonyms, directions: one TOML a language
    gazetteer    names -> Candidates
    mentions     Document -> Mentions: names, demonyms, described places, areas
    resolution   Mention -> ranked Candidates with reasons; may stay unresolved
    attribution  who says so: claimant, cue, stance, chain
    claims       what is claimed, and how the claims stand to each other
    reading      the Reading: the one document that everything else is a view of

drawing half
    boundaries   sources.toml -> checked GeoDataFrames, for a date and a point of view
    own_sources  a user's own boundaries: files by way of vector_files, for both halves
    footprints   place_id -> geometry
    features     Reading -> one row a drawn part
    layers       rows -> layers by claimant, outlet or kind, each with its style
    webmap, figure, exports   layers -> Folium map and HTML; PNG, SVG, PDF; data files

pipeline joins the two halves; cli is the command; ``app.py`` at the top is the screen.
"""

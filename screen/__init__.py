"""The screen: what app.py shows, part by part. Streamlit only; no rule of the domain is here.

Takes what somebody chooses, pastes or uploads; shows the Reading that the pipeline gives. Does not read texts, build
shapes or style them, and shows no text of a dispatch but through ``webmap.escape`` or as cells of a table.

    session      what is loaded once, what is open, and what the address of the page says
    opening      the chooser: a sample, a paste, files, what was kept
    ground       whose boundaries, as of when, files of the user's own
    switches     layers, time, and how the map looks
    finding      a place looked up by its name
    desk         the text beside the map
    claim        the chosen claim in full
    corrections  what a reader puts right, undo and redo
    findings     where claims differ, the table, two claimants compared, the second reader
    taking       files to take away, and whose the ground is
"""

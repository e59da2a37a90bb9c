"""The errors that this package raises on purpose, each also a child of the built-in it is.

A message says what it got, what it would accept, and which file or offset.
"""


class GeoError(Exception):
    """Any error raised on purpose by this package."""


class InputError(GeoError, ValueError):
    """A dispatch, an option or a file given by the user cannot be used."""


class DataError(GeoError, ValueError):
    """A file of ours (boundaries, lexicon, gazetteer) is not what it should be."""


class UnknownPlaceError(GeoError, LookupError):
    """A place id names no row of the boundary files."""


class SecondReaderError(InputError):
    """A user's own language model cannot be asked, or gives no usable answer."""

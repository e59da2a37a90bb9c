"""A user's own language model as a second reader: optional, off unless asked for, and believed in nothing unchecked.

Takes a Reading and a SecondReader; gives a SecondOpinion: what the model proposed and the text bears out, what was
dropped and why, and where it differs from the rules. Does not change a claim, and never takes geometry from a model.
"""

from geo.lexicon import Lexicon
from geo.model import Reading, SecondOpinion
from geo.second_reader.checks import check
from geo.second_reader.comparison import compare
from geo.second_reader.model import KEY_VARIABLE, ModelReader
from geo.second_reader.protocol import SecondReader
from geo.second_reader.table import describe_opinion, describe_rows


def consult(reader: SecondReader, reading: Reading, lexicon: Lexicon) -> SecondOpinion:
    """Ask a second reader about a dispatch. Whatever it is, its proposals pass the checks before they are shown."""
    checked = check(reader.propose(reading.document), reading.document, lexicon)
    return SecondOpinion(
        model=reader.name,
        address=reader.address,
        proposals=checked.proposals,
        dropped=checked.dropped,
        notes=checked.notes,
        comparison=compare(reading.claims, checked.proposals, reading.document.outlet),
    )


__all__ = ["KEY_VARIABLE", "ModelReader", "SecondReader", "consult", "describe_opinion", "describe_rows"]

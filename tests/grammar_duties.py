"""Duty phrases of every wording and every way to name bodies, for the documents of one place."""

from tests.grammar_names import NAMES
from tests.grammar_phrases import LEAD, Phrase, Phrases
from tests.grammar_roles import ROLES, sole, with_helpers

__all__ = ["LEAD", "Duties", "Phrase"]

_ALL = (*ROLES, *NAMES)


class Duties(Phrases):
    """Writes duty phrases for the bodies of one place."""

    def bracketed(self) -> Phrase:
        """A phrase that stands in brackets, of any wording."""
        return self.rng.choice(_ALL)(self)

    def plain(self) -> Phrase:
        """One that leaves no doubt wherever it stands."""
        return self.rng.choice((sole, with_helpers))(self)

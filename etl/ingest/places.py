"""Countries by the names that a source gives them: known, declared, or withheld.

A name is known from the table of aliases, or is one of our English names where the
mapping says so. What the table declares to be no country is rejected as such. Any
other text is shown only when it comes near a known name: else it may be the name of
a company or a person that does not belong there, and it is withheld from every
report.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from etl.code_lists import countries, country_aliases, non_countries
from etl.ingest.cells import FaultError
from etl.ingest.mapping import Mapping, Meaning

WITHHELD: Final = "[withheld]"
"""What stands in every report in place of a text that is withheld."""

_NEAR: Final = 0.75


@dataclass(frozen=True, slots=True)
class Places:
    """What a source calls countries."""

    names: dict[str, str]
    others: dict[str, str]
    suffixes: dict[str, Meaning]

    @classmethod
    def of(cls, mapping: Mapping) -> "Places":
        """Return the names that hold for a mapping."""
        names = dict(country_aliases(mapping.source))
        if mapping.country_names == "english":
            names = {one.en: one.iso2 for one in countries()} | names
        return cls(names, non_countries(mapping.source), mapping.country_suffixes)

    def read(self, column: str, text: str) -> tuple[str, Meaning]:
        """Return the country of a name, and what a mark behind the name means.

        Raises:
            FaultError: It is no known name of a country; never guessed.
        """
        name, meaning = text.strip(), Meaning()
        for suffix, said in self.suffixes.items():
            if name.endswith(suffix):
                name, meaning = name.removesuffix(suffix).strip(), said
        code = self.names.get(name)
        if code is not None:
            return code, meaning
        if name in self.others:
            raise FaultError(
                column, "not_a_country", f"is no country: {self.others[name]}"
            )
        near = self._near(name)
        if name and not near:
            raise FaultError(
                column,
                "country_withheld",
                "is neither a country nor near one; withheld, as it may name someone:"
                " look at the row in the source",
            )
        raise FaultError(column, "country", "is not a known country", near)

    def shown(self, text: str) -> str:
        """Return a text of the column of countries as reports may show it."""
        try:
            self.read("", text)
        except FaultError as fault:
            return WITHHELD if fault.rule == "country_withheld" else text
        return text

    def _near(self, name: str) -> tuple[str, ...]:
        return tuple(get_close_matches(name, self.names, n=3, cutoff=_NEAR))

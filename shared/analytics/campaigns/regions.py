"""Which country an address names: by its name in English or its own language, or by its code. Pure.

`countries.csv` has the codes of ISO 3166-1. Two letters that are also the code of a state of the USA are left out, and
so is Georgia: they would name the wrong one too often, and an unknown country is told as unknown.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("countries.csv")


@dataclass(frozen=True)
class Country:
    code: str
    name: str


@cache
def written_countries() -> dict[str, Country]:
    """Return the countries by what addresses write for them, in lower case."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            written: Country(row["code"], row["name"])
            for row in csv.DictReader(file)
            for written in row["written"].split("|")
        }

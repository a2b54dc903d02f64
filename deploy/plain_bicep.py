"""`python -m deploy.plain_bicep FOLDER`: the Bicep files without types of our own, for scanners that do not know these.

A user-defined type becomes `object` or `array`, its declaration goes; what is made stays as it is.
"""

import re
import sys
from pathlib import Path

BICEP = Path(__file__).resolve().parents[1] / "infra" / "bicep"
DECLARATION = re.compile(r"^type \w+ = \{\n.*?^\}\n", re.MULTILINE | re.DOTALL)
NAMES = re.compile(r"^type (\w+) =", re.MULTILINE)
INLINE = re.compile(r"^((?:param|var) \w+) \{[^{}\n]*\}(\[\])?", re.MULTILINE)


def plain(text: str) -> str:
    """Return the file with every type of a parameter or variable as one of Bicep's oldest."""
    for name in ("string", *NAMES.findall(text)):
        text = re.sub(rf"^((?:param|var) \w+) {name}\[\]", r"\1 array", text, flags=re.MULTILINE)
    text = re.sub(r"^(var \w+) array =", r"\1 =", text, flags=re.MULTILINE)
    text = DECLARATION.sub("", text)
    return INLINE.sub(lambda found: f"{found[1]} {'array' if found[2] else 'object'}", text)


def write(folder: Path) -> int:
    """Write all files to `folder`; return how many."""
    files = sorted(BICEP.rglob("*.bicep"))
    for path in files:
        target = folder / path.relative_to(BICEP)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(plain(path.read_text(encoding="utf-8")), encoding="utf-8")
    return len(files)


if __name__ == "__main__":
    print(f"{write(Path(sys.argv[1]))} files are written.")

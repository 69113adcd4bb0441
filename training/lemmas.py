"""Make `src/summitry/data/lemmas.txt` from the training treebank: base verbs, and the forms that spelling rules get wrong.

    python -m training.lemmas TREEBANK.conllu > src/summitry/data/lemmas.txt
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from summitry.language import lemmas

SOURCE = "# Base verbs, and exceptions (form, v or n, lemma): from the lemma column of the UD English treebanks, CC BY-SA 4.0"
SEEN = 2  # a form or verb seen once may be a slip


def inflected(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Form, Penn tag and lemma of each verb and plural noun of a CoNLL-U file, in lower case."""
    for line in lines:
        cells = line.split("\t")
        if len(cells) == 10 and cells[0].isdigit() and cells[3] in ("VERB", "NOUN", "AUX") and "Typo" not in cells[5]:
            yield cells[1].lower(), cells[4], cells[2].lower()


def main(treebank: Path) -> None:
    """Print the list."""
    counts = Counter(t for t in inflected(treebank.read_text("utf-8").splitlines()) if t[0].isalpha() and t[2].isalpha())
    verbs: Counter[str] = Counter()
    for (_, xpos, lemma), n in counts.items():
        if xpos.startswith("VB"):
            verbs[lemma] += n
    print(SOURCE)
    print("\n".join(base := sorted(v for v, n in verbs.items() if n >= SEEN and len(v) > 1)))
    lemmas.known.cache_clear()
    best: dict[tuple[str, str], Counter[str]] = {}
    for (form, xpos, lemma), n in counts.items():
        if xpos in lemmas.VERB_TAGS or xpos == "NNS":
            best.setdefault((form, xpos), Counter())[lemma] += n
    wrong = set()
    for (form, xpos), seen in best.items():
        lemma, n = seen.most_common(1)[0]
        ruled = lemmas.by_rule(form, xpos, frozenset(base))
        if lemma != ruled and n >= SEEN:
            wrong.add((form, "n" if xpos == "NNS" else "v", lemma))
    print("\n".join(" ".join(w) for w in sorted(wrong)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Make `src/summitry/data/lemmas.txt` from a treebank: base verbs, and the forms that the spelling rules get wrong.

python -m training.lemmas TREEBANK.conllu > src/summitry/data/lemmas.txt
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from summitry.language.lemmas import INFLECTED, by_rule

SOURCE = "# Base verbs, and exceptions (form, v or n, lemma): lemmas of UD English EWT and GUM (CC BY-SA 4.0), and own lists (CC0)."
# Verbs of the subject, and irregular forms, that a general treebank may lack.
VERBS = """
abrogate accede acquiesce annex arbitrate backtrack breach broker cede censure coerce collude concede conciliate condone
convene curtail cooperate decommission decry defuse deport derail derogate disarm disengage dismantle dislodge disown
dispute elicit embrace encroach endorse enrich entice entrench escalate evacuate expedite expropriate exacerbate flee forego
forge forgo forsake grieve hinge impede impose infringe initiate inveigle jeopardise jeopardize liaise liberate mediate
mobilise mobilize negotiate normalise normalize nullify overrule oversee partake persevere pledge postpone preclude
privatise privatize procure proliferate prosecute ratify reaffirm recede reconcile recognise recognize reconvene redeploy
reimpose reinstate reiterate relinquish renege renounce repatriate repeal reprieve repudiate rescind resume retaliate
rescue retrieve revoke sabotage scrutinise scrutinize scuttle shelve stage stymie subsidise subsidize subside supersede
suspend torture undermine unite unleash uphold urge vacate veto violate waive wage withhold
"""
IRREGULAR = """
awoke awake; awoken awake; bade bid; beaten beat; bent bend; bet bet; bitten bite; bled bleed; bound bind; bred breed;
burnt burn; burst burst; clung cling; crept creep; dug dig; dreamt dream; drank drink; drunk drink; drove drive; dwelt dwell;
fled flee; flung fling; forbade forbid; forbidden forbid; forgave forgive; forgiven forgive; forsook forsake;
forsaken forsake; forwent forgo; foregone forgo; fought fight; foresaw foresee; foreseen foresee; froze freeze;
ground grind; hid hide; knelt kneel; laid lay; leapt leap; lent lend; lit light; mistook mistake; mistaken mistake;
overcame overcome; overran overrun; oversaw oversee; overseen oversee; overthrew overthrow; overthrown overthrow;
overtook overtake; overtaken overtake; partook partake; rewrote rewrite; rewritten rewrite; ridden ride; risen rise; rode ride;
rung ring; sang sing; sank sink; shone shine; shook shake; shrank shrink; shrunk shrink; slid slide; slung sling;
sought seek; sped speed; spelt spell; split split; sprang spring; sprung spring; stole steal; strove strive; striven strive;
stung sting; sung sing; sunk sink; swam swim; swept sweep; swore swear; swung swing; tore tear; torn tear; trod tread;
trodden tread; undergone undergo; underwent undergo; undertook undertake; undid undo; undone undo; unwound unwind;
upheld uphold; vetoes veto; vetoed veto; went go; wept weep; withheld withhold; withstood withstand; woke wake; woven weave;
wove weave; wound wind; wrung wring; agreeing agree; freeing free; fleeing flee; guaranteeing guarantee; seeing see;
freed free; agreed agree; guaranteed guarantee; decreed decree; panicked panic; panicking panic; tied tie; lied lie
"""


def lemmas(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Form, Penn tag and lemma of each verb and plural noun of a CoNLL-U file, in lower case."""
    for line in lines:
        cells = line.split("\t")
        if len(cells) == 10 and cells[3] in ("VERB", "NOUN", "AUX") and cells[1].isalpha() and "Typo" not in cells[5]:
            yield cells[1].lower(), cells[4], cells[2].lower()


def table(lines: Iterable[str]) -> Iterator[str]:
    """The lines of the list: the verbs first, then the exceptions."""
    seen = Counter(lemmas(lines))
    verbs: Counter[str] = Counter()
    forms: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (form, xpos, lemma), n in seen.items():
        if xpos.startswith("VB") and lemma.isalpha() and len(lemma) > 1:
            verbs[lemma] += n
        if xpos in INFLECTED:
            forms[form, xpos][lemma] += n
    own = [row.split() for row in IRREGULAR.split(";")]
    base = frozenset(verbs) | frozenset(VERBS.split()) | {lemma for _, lemma in own}
    yield from sorted(base)
    ranked = ((form, xpos, found.most_common(1)[0][0]) for (form, xpos), found in forms.items())
    wrong = {
        f"{form} {'n' if xpos == 'NNS' else 'v'} {lemma}"
        for form, xpos, lemma in ranked
        if lemma != by_rule(form, xpos, base)
    }
    yield from sorted(wrong | {f"{form} v {lemma}" for form, lemma in own})


if __name__ == "__main__":
    print(SOURCE, *table(Path(sys.argv[1]).read_text("utf-8").splitlines()), sep="\n")

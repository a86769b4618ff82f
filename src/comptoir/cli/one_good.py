"""One good on the desk: whether it comes back and who decides that, by which rights, and for how much.

Source: house rule (law R4: each right stands with its rule).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from comptoir.checkout.after_sales import Assessment
from comptoir.cli.rights import rights, without
from comptoir.cli.voice import Sentences, Voice, columns, folded
from comptoir.facts.return_terms import Bearer, Means, RefundMode, Right
from comptoir.facts.units import Units
from comptoir.returns.assessed import GoodBack
from comptoir.returns.kinds import Cause
from comptoir.returns.refused import ReturnRefused
from comptoir.returns.rules import StaffException
from comptoir.texts.writing import percent_text

_WORDS: Final[Sentences] = {
    "good": {"fr": "{pieces} : {reason}", "en": "{pieces}: {reason}"},
    "refused": {"fr": "{what} : {name}", "en": "{what}: {name}"},
    "statutory": {"fr": "OUI, par la loi", "en": "YES, by law"},
    "commercial": {"fr": "OUI, par le magasin", "en": "YES, by the shop's policy"},
    "exception": {"fr": "OUI, par exception", "en": "YES, by exception"},
    "no": {"fr": "NON", "en": "NO"},
    "by_law": {"fr": "Décidé par la loi : {source}", "en": "Decided by the law: {source}"},
    "by_shop": {"fr": "Décidé par le magasin : {name}", "en": "Decided by the shop's policy: {name}"},
    "best_until": {
        "fr": "Le mieux pour le client : jusqu'au {day} ({rule})",
        "en": "Best for the customer: until {day} ({rule})",
    },
    "best": {
        "fr": "Le mieux pour le client : le délai n'a pas commencé ({rule})",
        "en": "Best for the customer: the clock has not started ({rule})",
    },
    "sellers": {
        "fr": "le vendeur est en cause : sans retenue, remboursé par le même moyen de paiement",
        "en": "the seller is at fault: no fee, refunded to the means of payment used",
    },
    "no_fee": {"fr": "sans retenue ({rule})", "en": "no fee ({rule})"},
    "fee": {"fr": "retenue de {amount} ({rule})", "en": "a fee of {amount} ({rule})"},
    "original": {
        "fr": "remboursé par le même moyen de paiement ({rule})",
        "en": "refunded to the means of payment used ({rule})",
    },
    "credit": {"fr": "remboursé en avoir ({rule})", "en": "refunded as credit ({rule})"},
    "reprice": {
        "fr": "ce qui est gardé est compté de nouveau ({rule})",
        "en": "what is kept is priced again ({rule})",
    },
    "decided": {
        "fr": "Par exception ({rule}) : décidé par {author}, {authority}",
        "en": "By exception ({rule}): decided by {author}, {authority}",
    },
    "may_decide": {
        "fr": "Possible par exception ({rule}) : {name}. Peut en décider : {who}. {means}, {fee}.",
        "en": "Possible by exception ({rule}): {name}. Who may decide it: {who}. {means}, {fee}.",
    },
    "by_original": {"fr": "Par le moyen de paiement utilisé", "en": "By the means of payment used"},
    "by_credit": {"fr": "En avoir", "en": "As credit"},
    "fee_percent": {"fr": "retenue de {percent}", "en": "a fee of {percent}"},
    "fee_none": {"fr": "sans retenue", "en": "no fee"},
    "condition": {"fr": "État : {grade} · preuve : {proof}", "en": "Condition: {grade} · proof: {proof}"},
    "unsealed": {"fr": "{grade}, descellé", "en": "{grade}, unsealed"},
    "carriage_buyer": {
        "fr": "Le renvoi est à la charge du client ({rule}).",
        "en": "The buyer pays the carriage ({rule}).",
    },
    "carriage_seller": {
        "fr": "Le renvoi est à notre charge ({rule}).",
        "en": "We pay the carriage ({rule}).",
    },
    "carriage_ours": {"fr": "Le renvoi est à notre charge.", "en": "We pay the carriage."},
    "paid": {"fr": "Payé", "en": "Paid"},
    "kept_fee": {"fr": "Retenue ({rule})", "en": "Fee kept ({rule})"},
    "kept_wear": {"fr": "Dépréciation ({rule})", "en": "Wear kept ({rule})"},
    "repriced": {"fr": "Ce qui est gardé, compté de nouveau", "en": "What is kept, priced again"},
    "refunded": {"fr": "Rendu pour cet article", "en": "Given back for it"},
}
_GRADES: Final[Sentences] = {
    "as_new": {"fr": "comme neuf", "en": "as new"},
    "opened": {"fr": "ouvert", "en": "opened"},
    "used": {"fr": "utilisé", "en": "used"},
    "damaged": {"fr": "abîmé", "en": "damaged"},
    "incomplete": {"fr": "incomplet", "en": "incomplete"},
    "wrong_item": {"fr": "un autre article", "en": "another item"},
}
_PROOFS: Final[Sentences] = {
    "receipt": {"fr": "ticket de caisse", "en": "receipt"},
    "account": {"fr": "compte client", "en": "account"},
    "card": {"fr": "carte de paiement", "en": "payment card"},
    "serial": {"fr": "numéro de série", "en": "serial number"},
}


def taken_back(good: GoodBack, assessment: Assessment, voice: Voice) -> Iterator[str]:
    """Goods that come back: by which rights, in which condition, and what of their price is given back."""
    reason = voice.name(assessment.rulebook.vocabulary.reason[good.reason].names)
    pieces = voice.goods(good.product, good.quantity)
    layer = Right.STATUTORY if good.is_withdrawal else Right.COMMERCIAL
    by = "exception" if good.exception is not None else layer.value
    yield columns(voice.say(_WORDS, "good", pieces=pieces, reason=reason), voice.say(_WORDS, by))
    yield from rights(good.rights, voice, informed=assessment.order.informed)
    yield from _without(good.units, assessment, voice)
    yield from _best(good, assessment, voice)
    yield from folded(_condition(good, assessment, voice), indent=2)
    if good.carriage is not None:
        code = "carriage_ours" if good.cause is Cause.SELLER else _carriage(good.best.carriage)
        named = filter(None, (good.best.carriage_by, good.best.carriage_source))
        yield from folded(voice.say(_WORDS, code, rule=", ".join(named)), indent=2)
    yield from _money(good, assessment.order.currency, voice)


def refused(found: ReturnRefused, assessment: Assessment, voice: Voice) -> Iterator[str]:
    """Goods that do not come back: why, who decides that, and who may take them back nevertheless."""
    what, no = str(found.give.what), voice.say(_WORDS, "no")
    if found.units is not None:
        name = voice.name(assessment.order.lines[found.units.number - 1].product.name)
        what = voice.say(_WORDS, "refused", what=what, name=name)
    yield columns(what, no)
    yield from folded(found.text(voice.language.code), indent=2)
    yield from folded(_decided(found, assessment, voice), indent=2)
    yield from rights(found.rights, voice, informed=assessment.order.informed)
    if found.units is not None:
        yield from _without(found.units, assessment, voice)
    for rule in assessment.rulebook.returns.exceptions:
        if rule.id in found.exceptions:
            yield from folded(_exception(rule, voice), indent=2)


def _without(units: Units, assessment: Assessment, voice: Voice) -> Iterator[str]:
    for why in assessment.assessed.without_right:
        if units.number in why.lines:
            yield from without(why, voice)


def _best(good: GoodBack, assessment: Assessment, voice: Voice) -> Iterator[str]:
    """On each axis the best for the customer, with the rule that says so; or who made an exception."""
    of, exception = good.best, good.exception
    if exception is not None:
        said = voice.say(
            _WORDS,
            "decided",
            rule=exception.rule,
            author=exception.author,
            authority=exception.authority,
        )
        yield from folded(said if exception.note is None else f"{said} · {exception.note}", indent=2)
    elif of.last_day is None:
        yield from folded(voice.say(_WORDS, "best", rule=of.last_day_by), indent=2)
    else:
        day = voice.weekday(of.last_day)
        yield from folded(voice.say(_WORDS, "best_until", day=day, rule=of.last_day_by), indent=2)
    if good.cause is Cause.SELLER and exception is None:
        yield from folded(voice.say(_WORDS, "sellers"), indent=4)
        return
    amount = voice.amount(of.fee, assessment.order.currency)
    phrases = [
        voice.say(_WORDS, "fee" if of.fee else "no_fee", amount=amount, rule=of.fee_by),
        voice.say(_WORDS, of.means.value, rule=of.means_by),
    ]
    if of.mode is RefundMode.REPRICE_KEPT:
        phrases.append(voice.say(_WORDS, "reprice", rule=of.mode_by))
    yield from folded(" · ".join(phrases), indent=4)


def _condition(good: GoodBack, assessment: Assessment, voice: Voice) -> str:
    grade = voice.say(_GRADES, good.grade.value)
    if good.give.unsealed:
        grade = voice.say(_WORDS, "unsealed", grade=grade)
    return voice.say(_WORDS, "condition", grade=grade, proof=voice.say(_PROOFS, assessment.asked.proof.value))


def _carriage(bearer: Bearer) -> str:
    return "carriage_seller" if bearer is Bearer.SELLER else "carriage_buyer"


def _money(good: GoodBack, currency: str, voice: Voice) -> Iterator[str]:
    """What was paid for some goods, each thing that is kept of it on a line, and what is left."""
    rows = [
        ("kept_fee", good.best.fee_by, -good.fee),
        ("kept_wear", good.best.wear_by, -good.wear),
        ("repriced", good.best.mode_by, good.repriced),
    ]
    yield columns(f"  {voice.say(_WORDS, 'paid')}", voice.amount(good.charged, currency))
    for code, rule, minor in rows:
        if minor:
            yield columns(f"  {voice.say(_WORDS, code, rule=rule)}", voice.amount(minor, currency))
    if any(minor for _, _, minor in rows):
        yield columns(f"  {voice.say(_WORDS, 'refunded')}", voice.amount(good.refunded, currency))


def _decided(found: ReturnRefused, assessment: Assessment, voice: Voice) -> str:
    """Which layer says no: the law with its article, or the shop with its policy; nothing if neither does."""
    terms = next((each.terms for each in found.rights if each.terms.rule == found.rule), None)
    if terms is None:
        return ""
    if terms.right is Right.STATUTORY:
        return voice.say(_WORDS, "by_law", source=terms.source or terms.rule)
    names = (each.name for each in assessment.rulebook.returns.policies if each.id == terms.rule)
    return voice.say(_WORDS, "by_shop", name=voice.name(next(names, {})) or terms.rule)


def _exception(rule: StaffException, voice: Voice) -> str:
    """By which rule staff may take goods back, who of them, and for how much."""
    percent = percent_text(rule.fee, voice.language)
    has_fee = bool(rule.fee.parts_per_million)
    return voice.say(
        _WORDS,
        "may_decide",
        rule=rule.id,
        name=voice.name(rule.name),
        who=", ".join(rule.authorities),
        means=voice.say(_WORDS, "by_original" if rule.means is Means.ORIGINAL else "by_credit"),
        fee=voice.say(_WORDS, "fee_percent" if has_fee else "fee_none", percent=percent),
    )

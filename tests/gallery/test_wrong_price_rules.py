"""Ways to write wrong prices, taxes and offers into a rulebook: what was written, and what `comptoir check` says.

The texts are compared exactly: they are part of the product. Each names the place and the cure.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from comptoir.authoring import example
from comptoir.cli import main

GALLERY = {
    "a list for a tier that there is not": (
        ('who = { agreement = "hotel-des-alpes" }', 'who = { tier = "golden" }'),
        [
            "pricing.lists[2].who: found golden; did you mean gold? Otherwise add it under [[loyalty.programme.tiers]] [unknown_tier] (accord-hotel-des-alpes)"
        ],
    ),
    "a list for buyers of an unknown kind": (
        ('who = { agreement = "hotel-des-alpes" }', 'who = { club = "alpes" }'),
        [
            "pricing.lists[2].who: found the kind 'club'; use one of agreement, members, segment, tier [unknown_kind] (accord-hotel-des-alpes)"
        ],
    ),
    "a list for buyers who are not named": (
        ('who = { agreement = "hotel-des-alpes" }', 'who = "hotel-des-alpes"'),
        [
            "pricing.lists[2].who: found 'hotel-des-alpes' (str); write one kind and its value, { kind = … }; kinds are agreement, members, segment, tier [not_one_kind] (accord-hotel-des-alpes)"
        ],
    ),
    "a list in a zone that there is not": (
        (
            'where = { zone = "reunion" }\n\n[pricing.lists.prices]',
            'where = { zone = "reunoin" }\n\n[pricing.lists.prices]',
        ),
        [
            "pricing.lists[3].where: found reunoin; did you mean reunion? Otherwise add it under [[places.zones]] [unknown_place_zone] (tarif-reunion)"
        ],
    ),
    "a list in a store that there is not": (
        (
            'where = { zone = "reunion" }\n\n[pricing.lists.prices]',
            'where = { store = "lyon-3" }\n\n[pricing.lists.prices]',
        ),
        [
            "pricing.lists[3].where: found lyon-3; did you mean lyon-2? Otherwise add it under [[places.stores]] [unknown_store] (tarif-reunion)"
        ],
    ),
    "a list in a country that is not served": (
        (
            'where = { zone = "reunion" }\n\n[pricing.lists.prices]',
            'where = { countries = ["NL"] }\n\n[pricing.lists.prices]',
        ),
        [
            "pricing.lists[3].where: found NL; add it under [places.countries], with its zone and its calendar [unknown_country] (tarif-reunion)"
        ],
    ),
    "a list in no country": (
        (
            'where = { zone = "reunion" }\n\n[pricing.lists.prices]',
            "where = { countries = [] }\n\n[pricing.lists.prices]",
        ),
        [
            "pricing.lists[3].where.countries: found an empty list; name at least one [holds_nowhere] (tarif-reunion)"
        ],
    ),
    "a list in two places at once": (
        (
            'where = { zone = "reunion" }\n\n[pricing.lists.prices]',
            'where = { zone = "reunion", store = "lyon-2" }\n\n[pricing.lists.prices]',
        ),
        [
            "pricing.lists[3].where: found 2 keys; write one kind and its value, { kind = … }; kinds are countries, store, zone [not_one_kind] (tarif-reunion)"
        ],
    ),
    "a list in another currency": (
        ('id = "tarif-hiver-2026"\ncurrency = "EUR"', 'id = "tarif-hiver-2026"\ncurrency = "CHF"'),
        [
            "pricing.lists[1].currency: found CHF; declare it under money.currencies [unknown_currency] (tarif-hiver-2026)"
        ],
    ),
    "a list on another basis": (
        ('basis = "added"', 'basis = "net"'),
        [
            "pricing.lists[2].basis: found 'net' (str); use one of added, included [unknown_choice] (accord-hotel-des-alpes)"
        ],
    ),
    "two lists of one name": (
        ('id = "tarif-hiver-2026"\ncurrency = "EUR"', 'id = "tarif-2026"\ncurrency = "EUR"'),
        [
            "pricing.lists[1].id: found tarif-2026 a second time; give each an id of its own [duplicate_id] (tarif-2026)"
        ],
    ),
    "one product priced twice for the same buyers": (
        (
            'id = "tarif-hiver-2026"\ncurrency = "EUR"\nvalid = { from = 2026-12-01 }',
            'id = "tarif-hiver-2026"\ncurrency = "EUR"',
        ),
        [
            "pricing.lists: found INFUSION-LAVANDE-20 priced by tarif-2026 and tarif-hiver-2026, for the same buyers and places, from the same instant on; let one of them start later, or price the product in one of them [ambiguous_price]",
            "pricing.lists: found MIEL-LAVANDE-250 priced by tarif-2026 and tarif-hiver-2026, for the same buyers and places, from the same instant on; let one of them start later, or price the product in one of them [ambiguous_price]",
            "pricing.lists: found THE-NOIR-VRAC priced by tarif-2026 and tarif-hiver-2026, for the same buyers and places, from the same instant on; let one of them start later, or price the product in one of them [ambiguous_price]",
            "pricing.lists: found THE-VERT-VRAC priced by tarif-2026 and tarif-hiver-2026, for the same buyers and places, from the same instant on; let one of them start later, or price the product in one of them [ambiguous_price]",
        ],
    ),
    "a price that is not a number": (
        ('TORCHON-LIN = "12.90"', "TORCHON-LIN = nan"),
        [
            'pricing.lists[0].prices.TORCHON-LIN: found nan (float); write it as text, such as "1.799" [float] (tarif-2026)'
        ],
    ),
    "a price without end": (
        ('TORCHON-LIN = "12.90"', "TORCHON-LIN = inf"),
        [
            'pricing.lists[0].prices.TORCHON-LIN: found inf (float); write it as text, such as "1.799" [float] (tarif-2026)'
        ],
    ),
    "a price as the text of no number": (
        ('TORCHON-LIN = "12.90"', 'TORCHON-LIN = "NaN"'),
        [
            "pricing.lists[0].prices.TORCHON-LIN: found 'NaN' (str); write a price as text, such as \"12.90\" (at most 16 digits and 6 decimals, no exponent) [not_a_number] (tarif-2026)"
        ],
    ),
    "an exponent bomb in a price": (
        ('TORCHON-LIN = "12.90"', 'TORCHON-LIN = "1e1000000"'),
        [
            "pricing.lists[0].prices.TORCHON-LIN: found '1e1000000' (str); write a price as text, such as \"12.90\" (at most 16 digits and 6 decimals, no exponent) [not_a_number] (tarif-2026)"
        ],
    ),
    "a price below nothing": (
        ('TORCHON-LIN = "12.90"', 'TORCHON-LIN = "-12.90"'),
        [
            "pricing.lists[0].prices.TORCHON-LIN: found '-12.90' (str); a price lies between 0 and 1000000000 [price_out_of_range] (tarif-2026)"
        ],
    ),
    "a price beyond all measure": (
        ('TORCHON-LIN = "12.90"', 'TORCHON-LIN = "9999999999999999"'),
        [
            "pricing.lists[0].prices.TORCHON-LIN: found '9999999999999999' (str); a price lies between 0 and 1000000000 [price_out_of_range] (tarif-2026)"
        ],
    ),
    "a price too fine": (
        ('TORCHON-LIN = "12.90"', 'TORCHON-LIN = "12.9000001"'),
        [
            "pricing.lists[0].prices.TORCHON-LIN: found '12.9000001' (str); write a price as text, such as \"12.90\" (at most 16 digits and 6 decimals, no exponent) [not_a_number] (tarif-2026)"
        ],
    ),
    "a price with its currency": (
        ('TORCHON-LIN = "12.90"', 'TORCHON-LIN = "12.90 EUR"'),
        [
            "pricing.lists[0].prices.TORCHON-LIN: found '12.90 EUR' (str); write a price as text, such as \"12.90\" (at most 16 digits and 6 decimals, no exponent) [not_a_number] (tarif-2026)"
        ],
    ),
    "a look-alike of a product": (
        ('TORCHON-LIN = "12.90"', '"ТORCHON-LIN" = "12.90"'),
        [
            "pricing.lists[0].prices['\\u0422ORCHON-LIN']: found '\\u0422ORCHON-LIN' (str); use 1 to 64 of A-Z a-z 0-9 . _ / : - (escape_identifier() maps any other name) [not_an_identifier] (tarif-2026)"
        ],
    ),
    "a pack that the product does not have": (
        ("[pricing.lists.packs.case-6]", "[pricing.lists.packs.case-12]"),
        [
            "pricing.lists[0].packs.case-12.LIMONADE-LAVANDE-75CL: found case-12; did you mean case-6? Otherwise add it to the packs of LIMONADE-LAVANDE-75CL: how many units it holds [unknown_pack] (tarif-2026)"
        ],
    ),
    "a pack that is a unit": (
        ("[pricing.lists.packs.case-6]", "[pricing.lists.packs.kg]"),
        [
            "pricing.lists[0].packs.kg: found the unit kg; price a unit under prices, and only packs here [pack_is_a_unit] (tarif-2026)"
        ],
    ),
    "a pack of half a bottle": (
        ('packs = { case-6 = "6" }', 'packs = { case-6 = "5.5" }'),
        [
            "products[23].packs.case-6: found 5.5 pieces; count whole pieces in a pack of what is sold by the piece [pack_not_whole] (LIMONADE-LAVANDE-75CL)"
        ],
    ),
    "a pack of nothing": (
        ('packs = { case-6 = "6" }', 'packs = { case-6 = "0" }'),
        [
            "products[23].packs.case-6: found '0' (str); write how many units, above 0 and at most 1000000, as text, such as \"6\" [multiple_out_of_range] (LIMONADE-LAVANDE-75CL)"
        ],
    ),
    "a pack as a float": (
        ('packs = { case-6 = "6" }', "packs = { case-6 = 6.0 }"),
        [
            'products[23].packs.case-6: found 6.0 (float); write it as text, such as "6" [float] (LIMONADE-LAVANDE-75CL)'
        ],
    ),
    "an exponent bomb in a pack": (
        ('packs = { case-6 = "6" }', 'packs = { case-6 = "1e9" }'),
        [
            "products[23].packs.case-6: found '1e9' (str); write how many units, above 0 and at most 1000000, as text, such as \"6\" (at most 16 digits and 6 decimals, no exponent) [not_a_number] (LIMONADE-LAVANDE-75CL)"
        ],
    ),
    "a pack that is called as a unit is": (
        ('packs = { case-6 = "6" }', 'packs = { l = "6" }'),
        [
            'products[23].packs.l: found the unit l; give a pack a name of its own, such as "pack-6" [pack_is_a_unit] (LIMONADE-LAVANDE-75CL)'
        ],
    ),
    "a kit inside itself": (
        ('{ sku = "CONFITURE-FIGUE-320" },\n', '{ sku = "COFFRET-PETIT-DEJEUNER" },\n'),
        [
            "products[26].kit: found COFFRET-PETIT-DEJEUNER inside itself, or around a kit that is; let no kit hold itself, nor a kit that holds it [circular_kit] (COFFRET-PETIT-DEJEUNER)"
        ],
    ),
    "a kit of what nobody sells": (
        ('{ sku = "CONFITURE-FIGUE-320" },\n', '{ sku = "CONFITURE-FIGUE" },\n'),
        [
            "products[26].kit.parts: found CONFITURE-FIGUE; did you mean CONFITURE-FIGUE-320? Otherwise add it under [[products]] [unknown_sku] (COFFRET-PETIT-DEJEUNER)"
        ],
    ),
    "a kit with something weighed": (
        ('{ sku = "CONFITURE-FIGUE-320" },\n', '{ sku = "THE-VERT-VRAC" },\n'),
        [
            "products[26].kit.parts: found THE-VERT-VRAC, which is sold by the kg; let a kit hold products that are sold by the piece [measured_part] (COFFRET-PETIT-DEJEUNER)"
        ],
    ),
    "a kit with one part twice": (
        ('{ sku = "CONFITURE-FIGUE-320" },\n', '{ sku = "COFFRET-DECOUVERTE" },\n'),
        [
            "products[26].kit.parts: found a product twice; count its pieces [duplicate_part] (COFFRET-PETIT-DEJEUNER)"
        ],
    ),
    "a kit of no pieces": (
        ('{ sku = "CONFITURE-FIGUE-320" },\n', '{ sku = "CONFITURE-FIGUE-320", count = 0 },\n'),
        [
            "products[26].kit.parts[1].count: found 0 (int); use 1 to 1000 pieces [quantity_out_of_range] (CONFITURE-FIGUE-320)"
        ],
    ),
    "a price for what costs what its parts cost": (
        ('{ sku = "INFUSION-LAVANDE-20" },\n]', '{ sku = "INFUSION-LAVANDE-20" },\n], priced = "parts"'),
        [
            'pricing.lists[0].prices.COFFRET-PETIT-DEJEUNER: found a price for COFFRET-PETIT-DEJEUNER, which costs what its parts cost; leave it out, or write priced = "whole" in the kit [price_of_parts] (tarif-2026)'
        ],
    ),
    "steps that fall": (
        (
            'steps = [{ from = "10", price = "1.05" }, { from = "50"',
            'steps = [{ from = "50", price = "1.05" }, { from = "10"',
        ),
        [
            "pricing.lists[0].scales.RUBAN-COTON.steps[1].from: found 10 after 50; write the steps in rising order [not_a_scale] (tarif-2026)"
        ],
    ),
    "a scale without steps": (
        ('steps = [{ from = "10", price = "1.05" }, { from = "50", price = "0.90" }]', "steps = []"),
        [
            "pricing.lists[0].scales.RUBAN-COTON.steps: found 0 steps; write 1 to 20 [not_a_scale] (tarif-2026)"
        ],
    ),
    "a step from nothing": (
        ('steps = [{ from = "10", price', 'steps = [{ from = "0", price'),
        [
            "pricing.lists[0].scales.RUBAN-COTON.steps[0].from: found '0' (str); write how many units, above 0 and at most 1000000, as text, such as \"6\" [multiple_out_of_range] (tarif-2026)"
        ],
    ),
    "an exponent bomb in a step": (
        ('steps = [{ from = "10", price', 'steps = [{ from = "1e6", price'),
        [
            "pricing.lists[0].scales.RUBAN-COTON.steps[0].from: found '1e6' (str); write how many units, above 0 and at most 1000000, as text, such as \"6\" (at most 16 digits and 6 decimals, no exponent) [not_a_number] (tarif-2026)"
        ],
    ),
    "steps for a product without a price": (
        ('RUBAN-COTON = "1.195"', "#"),
        [
            "pricing.lists[0].scales.RUBAN-COTON: found steps for RUBAN-COTON, and no price below them; price RUBAN-COTON under prices: that is its price below the first step [scale_without_price] (tarif-2026)"
        ],
    ),
    "a scale that counts otherwise": (
        ('counts = "graduated"', 'counts = "sliding"'),
        [
            "pricing.lists[0].scales.RUBAN-COTON.counts: found 'sliding' (str); use one of all_units, graduated [unknown_choice] (tarif-2026)"
        ],
    ),
    "a floor without a source": (
        ('\nsource = "Loi n° 81-766, article 1"', ""),
        [
            "pricing.floors[0]: found no source; write source, which has no default [missing_key] (prix-du-livre)"
        ],
    ),
    "a floor of another kind": (
        ('least = { at_most_off = "0" } # a', 'least = { at_least = "0" } # a'),
        [
            "pricing.floors[0].least: found the kind 'at_least'; use one of at_most_off, margin, price [unknown_kind] (prix-du-livre)"
        ],
    ),
    "a floor above the whole price": (
        ('least = { at_most_off = "0" } # a', 'least = { at_most_off = "105" } # a'),
        [
            "pricing.floors[0].least.at_most_off: found '105' (str); write a percentage from 0 to 100 as text, such as \"5.5\" [percent_out_of_range] (prix-du-livre)"
        ],
    ),
    "a floor in another currency": (
        ('least = { at_most_off = "0" } # a', 'least = { price = "5.00 CHF" } # a'),
        [
            "pricing.floors[0].least: found CHF; declare it under money.currencies [unknown_currency] (prix-du-livre)"
        ],
    ),
    "a floor in a zone that there is not": (
        ('where = { countries = ["FR"] }\nleast', 'where = { zone = "metropole" }\nleast'),
        [
            "pricing.floors[0].where: found metropole; add it under [[places.zones]] [unknown_place_zone] (prix-du-livre)"
        ],
    ),
    "two floors of one name": (
        ('id = "prix-de-la-presse"', 'id = "prix-du-livre"'),
        [
            "pricing.floors[1].id: found prix-du-livre a second time; give each an id of its own [duplicate_id] (prix-du-livre)"
        ],
    ),
    "a cost of what nobody sells": (
        ('HUILE-OLIVE-50CL = "11.80"', 'HUILE-OLIVE = "11.80"'),
        [
            "pricing.cost_lists[0].costs.HUILE-OLIVE: found HUILE-OLIVE; did you mean HUILE-OLIVE-50CL? Otherwise add it under [[products]] [unknown_sku] (achats-2026)",
            "pricing.floors[2].on: found no cost of HUILE-OLIVE-50CL, which the floor protects; add it under [[pricing.cost_lists]], or leave the product out [no_cost] (revente-a-perte)",
        ],
    ),
    "two costs at once": (
        (
            'HUILE-OLIVE-50CL = "11.80"',
            'HUILE-OLIVE-50CL = "11.80"\n\n[[pricing.cost_lists]]\nid = "achats-bis"\ncurrency = "EUR"\n\n[pricing.cost_lists.costs]\nHUILE-OLIVE-50CL = "11.00"',
        ),
        [
            "pricing.cost_lists: found the cost of HUILE-OLIVE-50CL in achats-2026 and achats-bis, in overlapping windows; end one where the other starts [overlapping_costs]"
        ],
    ),
    "an authority that there is not": (
        ('authority = "responsable", percent = "50"', 'authority = "responsible", percent = "50"'),
        [
            "pricing.overrides.reasons[0].limits[1].authority: found responsible; did you mean responsable? Otherwise add it to pricing.overrides.authorities, the lowest first [unknown_authority] (article-abime)"
        ],
    ),
    "an authority twice": (
        ('"responsable", "direction"]', '"responsable", "vendeur"]'),
        [
            "pricing.overrides.authorities[2]: found 'vendeur' (str); name each authority once, the lowest first [duplicate_authority]"
        ],
    ),
    "a reason for nobody": (
        (
            'limits = [{ authority = "vendeur", percent = "10" }, { authority = "responsable", percent = "50" }]',
            "limits = []",
        ),
        [
            'pricing.overrides.reasons[0].limits: found an empty list; name who may: { authority = "manager", percent = "20" } [nobody_may] (article-abime)'
        ],
    ),
    "a reason under the id of a promotion": (
        ('id = "article-abime"', 'id = "bienvenue"'),
        [
            "pricing.promotions[24].id: found bienvenue, which is a reason for overrides too; give one of them another id [duplicate_id] (bienvenue)"
        ],
    ),
    "evidence as a text": (
        ("evidence = true", 'evidence = "yes"'),
        [
            "pricing.overrides.reasons[1].evidence: found 'yes' (str); write true or false [not_a_flag] (alignement)"
        ],
    ),
    "two reasons of one name": (
        ('id = "alignement"', 'id = "article-abime"'),
        [
            "pricing.overrides.reasons[1].id: found article-abime a second time; give each an id of its own [duplicate_id] (article-abime)"
        ],
    ),
    "a layer of prices that people decide": (
        (
            '[[pricing.layers]]\nid = "offers"',
            '[[pricing.layers]]\nid = "override"\n\n[[pricing.layers]]\nid = "offers"',
        ),
        [
            "pricing.layers[0].id: found override; give the layer another id: this one is that of prices decided by people [reserved_layer] (override)"
        ],
    ),
    "a deposit without its tax": (
        ('amount = "0.30 EUR"\ntax = "outside"', 'amount = "0.30 EUR"'),
        [
            "pricing.extras[0].tax: found a deposit without a tax category; name its tax category: it is given back without the goods [no_tax_category] (consigne-bouteille)"
        ],
    ),
    "a deposit inside the price": (
        ('amount = "0.30 EUR"\ntax', 'in_price = true\namount = "0.30 EUR"\ntax'),
        [
            "pricing.extras[0].in_price: found a deposit, or a tax category of its own, inside a price; leave in_price and tax out: only a contribution with the tax of the goods is inside a price [not_in_price] (consigne-bouteille)"
        ],
    ),
    "a contribution inside the price with a tax of its own": (
        ('amount = "0.12 EUR"', 'amount = "0.12 EUR"\ntax = "standard"'),
        [
            "pricing.extras[1].in_price: found a deposit, or a tax category of its own, inside a price; leave in_price and tax out: only a contribution with the tax of the goods is inside a price [not_in_price] (eco-participation)"
        ],
    ),
    "an extra below nothing": (
        ('amount = "0.12 EUR"', 'amount = "-0.12 EUR"'),
        [
            "pricing.extras[1].amount: found -0.12 EUR; write an amount of zero or more [amount_negative] (eco-participation)"
        ],
    ),
    "an extra in another currency": (
        ('amount = "0.12 EUR"', 'amount = "0.12 CHF"'),
        [
            "pricing.extras[1].amount: found CHF; declare it under money.currencies [unknown_currency] (eco-participation)"
        ],
    ),
    "an extra in an unknown tax category": (
        ('amount = "0.30 EUR"\ntax = "outside"', 'amount = "0.30 EUR"\ntax = "out"'),
        [
            "pricing.extras[0].tax: found out; did you mean outside? Otherwise add it under [[tax.rates]] [unknown_tax_category] (consigne-bouteille)"
        ],
    ),
    "an extra of another kind": (
        ('kind = "deposit"', 'kind = "bottle"'),
        [
            "pricing.extras[0].kind: found 'bottle' (str); use one of contribution, deposit [unknown_choice] (consigne-bouteille)"
        ],
    ),
    "two extras of one name": (
        ('id = "eco-participation"', 'id = "consigne-bouteille"'),
        [
            "pricing.extras[1].id: found consigne-bouteille a second time; give each an id of its own [duplicate_id] (consigne-bouteille)"
        ],
    ),
    "an extra of nothing in particular": (
        ('on = { tag = "electrical" }\namount', "amount"),
        ["pricing.extras[1]: found no on; write on, which has no default [missing_key] (eco-participation)"],
    ),
    "a rate twice in a country": (
        ('category = "intermediate"\npercent = "12"', 'category = "standard"\npercent = "12"'),
        [
            "tax.rates[14]: found a second rate for standard in BE in an overlapping window; end one where the other starts [overlapping_rates]"
        ],
    ),
    "a rate twice in a zone": (
        ('category = "intermediate"\npercent = "2.1"', 'category = "standard"\npercent = "2.1"'),
        [
            "tax.rates[7]: found a second rate for standard in low-tax in an overlapping window; end one where the other starts [overlapping_rates]"
        ],
    ),
    "what is exempt at a rate": (
        ('category = "outside"\npercent = "0"', 'category = "outside"\npercent = "5.5"'),
        ['tax.rates[4].percent: found 5.5 %, outside; write "0", or leave the treatment out [taxed_exempt]'],
    ),
    "an exemption for everybody": (
        (
            '[[tax.exemptions]]\nid = "intra-community"',
            '[[tax.exemptions]]\nid = "all"\nname = { fr = "Tous" }\ntreatment = "exempt"\nsource = "house rule"\n\n[[tax.exemptions]]\nid = "intra-community"',
        ),
        [
            "tax.exemptions[0]: found an exemption of everybody; name a segment, a place, or foreign_vat_id [exempts_everybody] (all)"
        ],
    ),
    "an exemption that is taxed": (
        ('treatment = "intra_community"', 'treatment = "taxed"'),
        [
            "tax.exemptions[0].treatment: found taxed; say why there is no tax, such as intra_community [taxed_exempt] (intra-community)"
        ],
    ),
    "a treatment that there is not": (
        ('treatment = "intra_community"', 'treatment = "intra-community"'),
        [
            "tax.exemptions[0].treatment: found 'intra-community' (str); did you mean intra_community? known are exempt, export, intra_community, outside, reverse_charge, taxed [unknown_choice] (intra-community)"
        ],
    ),
    "another place that decides": (
        ('sourcing = "destination"', 'sourcing = "buyer"'),
        ["tax.sourcing: found 'buyer' (str); use one of destination, origin [unknown_choice]"],
    ),
    "a percentage with an exponent": (
        ('percent = "8.5"', 'percent = "85e-1"'),
        [
            "tax.rates[6].percent: found '85e-1' (str); write a percentage from 0 to 100 as text, such as \"5.5\" (at most 16 digits and 6 decimals, no exponent) [not_a_number]"
        ],
    ),
    "no days before": (
        ("days = 30\nprogressive", "days = 0\nprogressive"),
        [
            "pricing.prior_prices[0].days: found 0 (int); use 1 to 366 days [days_out_of_range] (prix-anterieur)"
        ],
    ),
    "days as a text": (
        ("days = 30\nprogressive", 'days = "30 days"\nprogressive'),
        [
            "pricing.prior_prices[0].days: found '30 days' (str); write a whole number [not_an_integer] (prix-anterieur)"
        ],
    ),
    "a rule for prices before in a zone that there is not": (
        ('where = { countries = ["BE"] }\ndays = 30', 'where = { zone = "belgique" }\ndays = 30'),
        [
            "pricing.prior_prices[1].where: found belgique; did you mean belgium? Otherwise add it under [[places.zones]] [unknown_place_zone] (prix-de-reference-be)"
        ],
    ),
    "an announcement of more than it is": (
        ('announced = "20"', 'announced = "25"'),
        [
            "pricing.promotions[2].announced: found 25 % on ROBE-LIN-36 at 2026-11-26T23:00:00Z: 63.92 EUR after a prior price of 79.90 EUR; announce at most 20 %, or leave the product out [announces_too_much] (black-friday-2026)"
        ],
    ),
    "an announcement below nothing": (
        ('announced = "20"', 'announced = "-20"'),
        [
            "pricing.promotions[2].announced: found '-20' (str); write a percentage from 0 to 100 as text, such as \"5.5\" [percent_out_of_range] (black-friday-2026)"
        ],
    ),
    "an announcement under a condition": (
        ('benefit = { amount = "5.00 EUR" }', 'benefit = { amount = "5.00 EUR" }\nannounced = "5"'),
        [
            "pricing.promotions[3].announced: found an announced percentage on an offer under conditions or limits; announce what everybody gets for one piece, or leave announced out [announced_under_conditions] (membres-linge-de-lit)"
        ],
    ),
    "a share of more than all": (
        ('share = "50" }', 'share = "150" }'),
        [
            "pricing.promotions[7].funding.share: found '150' (str); write a percentage from 0 to 100 as text, such as \"5.5\" [percent_out_of_range] (semaine-ventoux)"
        ],
    ),
    "a funding by nobody": (
        ('funding = { payer = "atelier-ventoux", share = "50" }', 'funding = { share = "50" }'),
        [
            "pricing.promotions[7].funding: found no payer; write payer, which has no default [missing_key] (semaine-ventoux)"
        ],
    ),
    "a payer without a name": (
        ('payer = "atelier-ventoux"', 'payer = ""'),
        [
            "pricing.promotions[7].funding.payer: found '' (str); use 1 to 64 of A-Z a-z 0-9 . _ / : - (escape_identifier() maps any other name) [not_an_identifier] (semaine-ventoux)"
        ],
    ),
    "a lock of no hours": (
        ("lock_hours = 72", "lock_hours = 0"),
        ["pricing.lock_hours: found 0 (int); use 1 to 2160 hours [hours_out_of_range]"],
    ),
    "a lock as a text": (
        ("lock_hours = 72", 'lock_hours = "72"'),
        ["pricing.lock_hours: found '72' (str); write a whole number [not_an_integer]"],
    ),
    "cash to no step": (
        ('step = "0.05 EUR"', 'step = "0.00 EUR"'),
        ["money.cash[0].step: found 0.00 EUR; round to a positive step [amount_not_positive]"],
    ),
    "cash to steps without a currency": (
        ('step = "0.05 EUR"', 'step = "0.05"'),
        [
            "money.cash[0].step: found '0.05' (str); write an amount with its currency, such as \"12.90 EUR\" [not_an_amount]"
        ],
    ),
    "cash in a country of another spelling": (
        ('country = "BE"\nstep', 'country = "Belgium"\nstep'),
        [
            "money.cash[0].country: found 'Belgium' (str); use two capital letters of ISO 3166-1, such as FR [not_a_country]"
        ],
    ),
}


@pytest.mark.parametrize(("edit", "said"), GALLERY.values(), ids=GALLERY.keys())
def test_a_wrong_rule_is_answered_with_place_and_cure(
    edit: tuple[str, str], said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong = edit
    assert right in example()
    rules = tmp_path / "rules.toml"
    rules.write_text(example().replace(right, wrong, 1), encoding="utf-8")
    assert main(["check", str(rules)]) == 1
    *faults, count = capsys.readouterr().out.splitlines()
    assert faults == said
    assert count == f"{len(said)} fault{'s' if len(said) > 1 else ''}"


def test_a_mistake_in_prices_hides_none_in_taxes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edits = {
        'TORCHON-LIN = "12.90"': "TORCHON-LIN = 12.90",
        'kind = "deposit"': 'kind = "bottle"',
        'authority = "responsable", percent = "50"': 'authority = "responsible", percent = "50"',
        'category = "intermediate"\npercent = "12"': 'category = "standard"\npercent = "12"',
        'who = { agreement = "hotel-des-alpes" }': 'who = { tier = "golden" }',
    }
    text = example()
    for right, wrong in edits.items():
        assert right in text
        text = text.replace(right, wrong, 1)
    rules = tmp_path / "rules.toml"
    rules.write_text(text, encoding="utf-8")
    assert main(["check", str(rules)]) == 1
    *faults, count = capsys.readouterr().out.splitlines()
    assert sorted(fault.split("[")[-1].split("]")[0] for fault in faults) == [
        "float",
        "overlapping_rates",
        "unknown_authority",
        "unknown_choice",
        "unknown_tier",
    ]
    assert count == "5 faults"

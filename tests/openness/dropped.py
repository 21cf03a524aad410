"""A law that no Python knows: one small route, dropped into a folder, with its words in the same file."""

from pathlib import Path

PACK = """
language: 1
pack: garden
version: "1"
title: {nl: Een volkstuin}
languages: [nl]
time_zone: Europe/Brussels
status: draft
sources:
  rules: {title: {nl: Reglement}, url: "https://example.org/rules"}
"""

FACTS = """
facts:
  lives_here:
    of: person
    type: bool
    text:
      nl: {label: Woont hier, question: Woont u in deze gemeente?}
  plot_free:
    of: case
    type: bool
    by: [official]
    optional: true
    text:
      nl: {label: Tuin vrij, question: Is er een tuin vrij?}
"""

ROUTE = """
route: plot
title: {nl: Een tuin vragen}
in_force: {from: 2020-01-01}
source: {rules: § 1}
truths: {none: {source: {rules: § 1}}}

conditions:
  here: lives_here

procedure:
  starts: draft
  steps:
    draft: {ball: applicant}
    sent: {ball: official}
    walked: {ball: official}
    proposed: {ball: signer}
    granted: {ends: residence}
    refused: {ends: refused}
  acts:
    submit: {does: submit, by: [applicant], from: [draft], to: sent, needs: [facts, declaration]}
    take: {does: take, by: [official], from: [sent, walked]}
    walk: {does: record, by: [official], from: [sent], to: walked, asks: [plot_free]}
    propose_grant:
      does: propose
      by: [official]
      from: [walked]
      to: proposed
      outcome: grant
      needs: [holder, reasons, outcome_open]
      after: [walk]
    propose_refusal:
      does: propose
      by: [official]
      from: [walked]
      to: proposed
      outcome: refuse
      refuses: true
      needs: [holder, reasons]
    sign:
      does: sign
      by: [signer]
      from: [proposed]
      to: {grant: granted, refuse: refused}
      needs: [other_person, unchanged]
      letter: {grant: grant, refuse: refusal}

clocks:
  answer: {starts: [submit], length: {days: 30}, duty: official, meets: [sign], nothing_follows: true}
rights: {none: {source: {rules: § 2}}}
duties:
  answer: {actor: official, clock: answer}
remedies:
  council: {against: [refuse], body: council, within: {days: 10}, from: notified, suspends: "no"}
letters:
  grant: {blocks: [salutation, outcome, reasons, closing]}
  refusal: {blocks: [salutation, outcome, reasons, remedy, closing]}
statistics:
  endings: {endings: [], by: [year], hide_below: 1}
  speed: {days: [submit, sign], by: [year], hide_below: 1}
  waiting: {waiting: [], hide_below: 1}
  shares: {share: [residence, refused], by: [year], hide_below: 1}

texts:
  nl:
    conditions.here: U woont in deze gemeente.
    procedure.steps.draft: U vult uw aanvraag in
    procedure.steps.sent: Wij gaan naar de tuin kijken
    procedure.steps.walked: Wij bekeken de tuin
    procedure.steps.proposed: Een tweede kijkt het na
    procedure.steps.granted: U hebt een tuin
    procedure.steps.refused: U hebt geen tuin
    procedure.acts.submit: Aanvraag sturen
    procedure.acts.take: Dossier nemen
    procedure.acts.walk: Langs de tuin gaan
    procedure.acts.propose_grant: Een tuin voorstellen
    procedure.acts.propose_refusal: Een neen voorstellen
    procedure.acts.sign: Tekenen
    clocks.answer: Ons antwoord, binnen 30 dagen
    duties.answer: Wij antwoorden binnen 30 dagen.
    remedies.council: U kunt naar de tuinraad gaan.
    bodies.council: Tuinraad
    statistics.endings: Hoe het afliep
    statistics.speed: Hoe lang het duurde
    letters.grant.subject: Uw tuin, dossier {number}
    letters.grant.salutation: "Geachte {name},"
    letters.grant.outcome: U krijgt een tuin.
    letters.grant.reasons: "Waarom: {reasons}"
    letters.grant.closing: Voorgesteld door {proposer}, getekend door {signer} op {decided_on}.
    letters.refusal.subject: Geen tuin, dossier {number}
    letters.refusal.salutation: "Geachte {name},"
    letters.refusal.outcome: U krijgt nu geen tuin.
    letters.refusal.reasons: "Waarom: {reasons}"
    letters.refusal.remedy: "Niet akkoord? Ga naar de {remedy_body} voor {remedy_until}."
    letters.refusal.closing: Voorgesteld door {proposer}, getekend door {signer} op {decided_on}.
"""


def drop(folder: Path, *routes: str) -> Path:
    """Write the pack, with these routes that say the same (`plot` alone where none is named)."""
    files = {"pack.yaml": PACK, "facts/all.yaml": FACTS}
    for name in routes or ("plot",):
        files[f"routes/{name}.yaml"] = ROUTE.replace("route: plot", f"route: {name}")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text.lstrip(), encoding="utf-8")
    return folder

"""All links between the documents of claims: as sent, received, answered, and answered again."""

import polars as pl

from reclaim.matching.answers import by_number, by_patient, by_payer_number, numbered
from reclaim.matching.batches import answer_side, batches
from reclaim.matching.coverages import coverage_side, covered
from reclaim.matching.decisions import decisions, prior, same
from reclaim.matching.ladder import alone
from reclaim.matching.resent import resent
from reclaim.matching.rows import link_rows, turned
from reclaim.matching.side import Side
from reclaim.matching.sides import receipts, remitted_claims, sent_claims
from reclaim.matching.states import states_as_links
from reclaim.matching.tables import LinkTables


def claim_links(tables: LinkTables) -> pl.DataFrame:
    """The table claim_links, in order: by kind of link, then as the documents stand in their files.

    - sent: a remitted claim to the claim as sent. A repeat of a remittance is left out.
    - receipt: a claim as sent to a 277's word on it.
    - batch: a claim as sent to the answer to its transaction (IK5), else group (AK9), else TA1.
    - prior: a later payer's decision to the last one of each earlier payer on the same claim.
    - same: a decision to the first one of the same payer on the same claim as sent.
    - resent: a claim as sent to the sending before it.
    - coverage: a remitted claim to each 271 about its patient on its day of service.
    - reversal, correction, duplicate: as `claim_states` has them.

    Where several candidates match equally well all are given, as ambiguous. Nothing is linked by
    a number that more than `ladder.FEW` of the claims in question share.
    """
    remits, sents, words = remitted_claims(tables), sent_claims(tables), receipts(tables)
    new = remits.only(pl.col("state") != "duplicate")
    sent, received = by_number(new, sents), by_number(words, sents)
    under = numbered(sents, [(new, sent), (words, received)])
    sent = _rest(new, sents, under, sent)
    received = _rest(words, sents, under, received)
    ruled = decisions(remits, sents, sent)
    acknowledged, answers = answer_side(tables), coverage_side(tables)
    return pl.concat(
        [
            link_rows("sent", sent, remits, sents),
            link_rows("receipt", turned(received), sents, words),
            link_rows("batch", batches(tables, sents, acknowledged), sents, acknowledged),
            link_rows("prior", prior(ruled, sents, tables.other_payers), remits, remits),
            link_rows("same", same(ruled), remits, remits),
            link_rows("resent", resent(sents, under), sents, sents),
            link_rows("coverage", covered(new, sents, alone(sent), answers), remits, answers),
            states_as_links(tables.claim_states),
        ]
    )


def _rest(answers: Side, sents: Side, under: Side, found: pl.DataFrame) -> pl.DataFrame:
    """The pairs, with those of answers whose own numbers found nothing."""
    more = by_payer_number(answers.without(found), under)
    found = pl.concat([found, more])
    return pl.concat([found, by_patient(answers.without(found), sents)])

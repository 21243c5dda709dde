"""One row an audit of the workspace: what it looked at, and as of which day."""

from reclaim.schema.table import Table, codes, date, integer, text

TABLE = Table(
    "audits",
    grain="one audit of the workspace",
    made_by="audit",
    key=("audit",),
    columns=(
        integer("audit", "ordinal of the change to the workspace that it made"),
        date("as_of", "the day it judged by"),
        text("reclaim_version", "the version of Reclaim that judged"),
        text("rules_sha256", "what the rules and the practice's own files were: their fingerprint"),
        integer("ingest", "the last change it saw: files that came later are new since"),
        integer("files", "how many files it judged: those that were new to it"),
        integer("claims", "how many claims it judged, those that new files touched included"),
        codes("inputs", "the version of each table it read, as TABLE=VERSION"),
    ),
)

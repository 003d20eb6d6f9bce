"""Loads lines into the table and view that docs/clickhouse.md proposes, with its own statements."""

import re
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "clickhouse.md"

# Order numbers of made-up returns have a letter in front; their digits alone are as unique.
INSERT = """
INSERT INTO shop.lines
SELECT
    toUInt64(replaceRegexpAll(`order`, '[^0-9]', '')) AS `order`,
    toDateTime(time, 'UTC') AS time, product, name, category, service, quantity, price, discount, cost,
    toUInt32OrZero(customer) AS customer, country, channel, tier
FROM file({file})
"""


def blocks(name):
    """The statements of the document under this name."""
    text = DOCUMENT.read_text()
    found = re.search(rf"<!-- (?:run|parse): {name} -->\n```sql\n(.*?)```", text, re.S)
    return [part for part in found.group(1).split(";\n") if part.strip()]


def load(run, file):
    """Makes `shop.clientele_lines` over a Parquet file as `clientele synth --parquet` writes it.
    Returns how many lines there are."""
    for statement in blocks("table") + blocks("view"):
        # The file's times are wall clock.
        run(statement.replace("'Europe/Berlin'", "'UTC'"))
    run(INSERT.format(file="'" + str(Path(file).resolve()) + "'"))
    return int(run("SELECT count() FROM shop.lines"))

"""A file of a million customers for Meta with pandas and hashlib, from the people of `crates/analysis/examples/outbound`:
tidied, hashed, duplicates left out, written. Prints milliseconds and the file's SHA-256, which is the same there, as JSON.

python tests/bench/outbound.py [ROWS]
"""

import hashlib
import json
import sys
import time

import pandas as pd

rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
countries = {"Germany": "de", "France": "fr", "Italy": "it", "United Kingdom": "gb"}
names = ["Ann", "Na'than", "Valéry", "O'Brien"]
listed = list(countries)
people = pd.DataFrame(
    {
        "customer": [f"c{at:07}" for at in range(rows)],
        "email": [f" Customer.{at}@Example.com" for at in range(rows)],
        "phone": [f"+49 (30) {at % 10_000_000:07}" for at in range(rows)],
        "first": [names[at % 4] for at in range(rows)],
        "last": [f"Van Der {at}" for at in range(rows)],
        "country": [listed[at // 4 % 4] for at in range(rows)],
    }
)


def hashed(texts):
    return [hashlib.sha256(text.encode()).hexdigest() if text else "" for text in texts]


def name(texts):
    return texts.str.lower().str.replace(r"[\s!-/:-@\[-`{-~]+", "", regex=True)


times = []
for _ in range(3):
    begin = time.perf_counter()
    email = people["email"].str.strip().str.lower()
    valid = email.str.fullmatch(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z0-9-]+\.)+[a-z0-9-]+")
    phone = people["phone"].str.replace(r"\D+", "", regex=True).str.lstrip("0")
    first = ~email.duplicated() & valid
    out = pd.DataFrame(
        {
            "email": hashed(email[first]),
            "phone": hashed(phone[first]),
            "fn": hashed(name(people["first"])[first]),
            "ln": hashed(name(people["last"])[first]),
            "country": people["country"][first].map({name: hashed([code])[0] for name, code in countries.items()}),
            "extern_id": hashed(people["customer"][first]),
        }
    )
    text = out.to_csv(index=False, lineterminator="\r\n").encode()
    digest = hashlib.sha256(text).hexdigest()
    times.append(time.perf_counter() - begin)
print(json.dumps({"seconds": sorted(times)[1], "sha256": digest}))

"""A shop's own export, opened by pandas: from the file to customers in segments. Called by peers.py.

    files PARQUET FOLDER   Online Retail II as a shop has it: own.csv, own.parquet, own.xlsx with its two sheets; each made once
    opened FOLDER          seconds of pandas and scikit-learn from own.csv to segments, and of pandas.read_excel
"""

import time

import numpy as np

# As the source calls them.
COLUMNS = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"]
SHEETS = ["Year 2009-2010", "Year 2010-2011"]
RUNS = 3


def files(parquet, folder):
    import pandas as pd

    folder.mkdir(parents=True, exist_ok=True)
    lines = pd.read_parquet(parquet).rename(columns={"CustomerID": "Customer ID"})
    sheets = [lines.loc[lines["Sheet"] == sheet, COLUMNS] for sheet in SHEETS]
    plain = lines[COLUMNS]

    def made(name, write):
        # Half a file is none.
        whole, part = folder / name, folder / f"part-{name}"
        if not whole.exists():
            write(part)
            part.rename(whole)

    def workbook(path):
        # With strings kept once, as spreadsheets keep them.
        options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
        with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs=options) as book:
            for name, sheet in zip(SHEETS, sheets):
                sheet.to_excel(book, sheet_name=name, index=False)

    made("own.csv", lambda path: plain.to_csv(path, index=False))
    made("own.parquet", lambda path: plain.to_parquet(path, index=False))
    made("own.xlsx", workbook)
    return {"lines": len(plain)}


def opened(folder, candidates):
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        customers, scores = segments(folder / "own.csv", candidates)
        seconds.append(time.perf_counter() - start)
    return {"csv": min(seconds), "customers": customers, "scores": scores, "excel": excel(folder / "own.xlsx")}


def segments(file, candidates):
    """The twelve months to the last day: recency, frequency and spend, prepared and put into groups of every number."""
    import pandas as pd
    from sklearn.preprocessing import StandardScaler

    lines = pd.read_csv(file, dtype={"Invoice": "string", "StockCode": "string"}, parse_dates=["InvoiceDate"])
    lines = lines.dropna(subset=["Customer ID"])
    end = lines["InvoiceDate"].max().normalize() + pd.Timedelta(days=1)
    sold = (lines["Quantity"] > 0) & (lines["Price"] > 0) & ~lines["Invoice"].str.startswith("C")
    lines = lines[sold & (lines["InvoiceDate"] >= end - pd.DateOffset(years=1))]
    lines = lines.assign(spend=lines["Quantity"] * lines["Price"])
    of = lines.groupby("Customer ID").agg(last=("InvoiceDate", "max"), orders=("Invoice", "nunique"), spend=("spend", "sum"))
    measures = pd.DataFrame({"recency": (end - of["last"]).dt.days, "frequency": of["orders"], "monetary": of["spend"]})
    x = StandardScaler().fit_transform(np.log1p(measures.clip(lower=0)))
    return len(of), candidates(x)


def excel(file):
    import pandas as pd

    start = time.perf_counter()
    sheets = pd.read_excel(file, sheet_name=None)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "lines": sum(map(len, sheets.values()))}

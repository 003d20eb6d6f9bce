"""Makes the workbooks beside it: numbers whose cells show noughts in front of them.

    pip install xlwt==1.3.0 odfpy==1.4.1
    python make.py

The binary workbook of today (.xlsb) has no writer in Python; the test makes one itself.
"""

from pathlib import Path

import xlwt
from odf.number import Number, NumberStyle, Text
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Map, Style
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P

HERE = Path(__file__).parent


def xls():
    book = xlwt.Workbook()
    # The first sheet is hidden, so that sheets are not counted by those that are seen.
    hidden = book.add_sheet("Hidden")
    hidden.visibility = 1
    hidden.write(0, 0, 7)
    sheet = book.add_sheet("Orders")
    book.set_active_sheet(1)
    style = lambda code: xlwt.easyxf(num_format_str=code)
    five, key, money = style("00000"), style('"K-"0000'), style("0.00")
    for at, name in enumerate(["Order", "Customer", "Price", "Pieces", "Date"]):
        sheet.write(2, 1 + at, name)
    for at, (order, customer, price, pieces) in enumerate([(7, 42, 2.5, 3), (123456, 1042, 10, 7)]):
        row = 3 + at
        sheet.write(row, 1, order, five)
        sheet.write(row, 2, customer, key)
        sheet.write(row, 3, price, money)
        sheet.write(row, 4, pieces)
        sheet.write(row, 5, 45000 + at, style("yyyy-mm-dd"))
    # Not a whole number, one below zero, and one too large for the short form of a number.
    sheet.write(5, 1, 7.5, five)
    sheet.write(5, 2, -7, key)
    sheet.write(6, 1, 12345678901, style("0000000000000"))
    book.save(str(HERE / "noughts.xls"))


def ods():
    book = OpenDocumentSpreadsheet()

    def number(name, digits, before=None, places=0, into=None):
        style = NumberStyle(name=name)
        if before:
            style.addElement(Text(text=before))
        style.addElement(Number(decimalplaces=places, minintegerdigits=digits))
        if into:
            style.addElement(Map(condition="value()>=0", applystylename=into))
        into_styles.addElement(style)

    # A style with a name of its own, and styles of single cells.
    into_styles = book.styles
    number("N1", 4, before="K-")
    book.styles.addElement(Style(name="Key", family="table-cell", datastylename="N1"))
    into_styles = book.automaticstyles
    number("N1", 5)
    number("N2", 1, places=2)
    number("N3P0", 3)
    number("N3", 1, into="N3P0")
    for name, of in [("five", "N1"), ("money", "N2"), ("three", "N3"), ("positive", "N3P0")]:
        book.automaticstyles.addElement(Style(name=name, family="table-cell", datastylename=of))
    book.automaticstyles.addElement(Style(name="made", family="table-cell", parentstylename="Key"))

    def cell(value, style=None, **more):
        kind = "string" if isinstance(value, str) else "float"
        named = {"stylename": style} if style else {}
        told = {} if kind == "string" else {"value": value}
        made = TableCell(valuetype=kind, **told, **named, **more)
        made.addElement(P(text=str(value)))
        return made

    table = Table(name="Orders")
    table.addElement(TableColumn())
    # Cells without a style have that of their column.
    table.addElement(TableColumn(numbercolumnsrepeated=2, defaultcellstylename="five"))
    table.addElement(TableColumn(defaultcellstylename="money"))
    rows = [
        [TableCell(numbercolumnsrepeated=5)],
        [TableCell(), cell("Order"), cell("Customer"), cell("Price"), cell("Pieces", "positive")],
        [TableCell(), cell(7), cell(42, "made"), cell(2.5), cell(3)],
        [TableCell(), cell(123456), cell(1042, "Key"), cell(10), cell(7, "three")],
        [TableCell(), cell(7.5), cell(-7, "Key"), cell(8, "three", numbercolumnsrepeated=2)],
    ]
    for at, cells in enumerate(rows):
        row = TableRow(numberrowsrepeated=2) if at in (0, 4) else TableRow()
        for made in cells:
            row.addElement(made)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(HERE / "noughts.ods"))


xls()
ods()

//! Words in which one table is written.

/// Headings: order, day, customer, product, pieces, price of one.
pub(super) const HEADINGS: [[&str; 6]; 10] = [
    [
        "order_id",
        "order_date",
        "customer_id",
        "sku",
        "qty",
        "unit_price",
    ],
    [
        "Order ID",
        "Date",
        "Customer No.",
        "Product Code",
        "Quantity",
        "Price (each)",
    ],
    [
        "Bestellnummer",
        "Bestelldatum",
        "Kundennummer",
        "Artikelnummer",
        "Menge",
        "Einzelpreis",
    ],
    [
        "Numéro de commande",
        "Date de commande",
        "N° client",
        "Référence",
        "Quantité",
        "Prix unitaire",
    ],
    [
        "Número de pedido",
        "Fecha",
        "ID cliente",
        "Producto",
        "Cantidad",
        "Precio unitario",
    ],
    [
        "Numero ordine",
        "Data ordine",
        "Codice cliente",
        "Codice articolo",
        "Quantità",
        "Prezzo unitario",
    ],
    [
        "Bestelnummer",
        "Besteldatum",
        "Klantnummer",
        "Artikelcode",
        "Aantal",
        "Stuksprijs",
    ],
    [
        "Número do pedido",
        "Data do pedido",
        "Código cliente",
        "Código do produto",
        "Quantidade",
        "Preço unitário",
    ],
    [
        "Numer zamówienia",
        "Data zamówienia",
        "Numer klienta",
        "Kod produktu",
        "Ilość",
        "Cena jednostkowa",
    ],
    [
        "Номер заказа",
        "Дата заказа",
        "Клиент",
        "Артикул",
        "Количество",
        "Цена",
    ],
];

/// The months as seven languages write them, and their short forms.
pub(super) const MONTHS: [&str; 9] = [
    "January February March April May June July August September October November December",
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
];

/// What stands where nobody is known.
pub(super) const NONE: [&str; 6] = ["", "NULL", "#N/A", "Guest", "-", "nan"];

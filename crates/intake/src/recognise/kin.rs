//! Two columns whose headings say only what a thing is, such as “SKU” and “Product”: their values tell which one holds its code and
//! which its name.

use crate::fields::Field;
use crate::looks::Looks;
use crate::table::Table;
use crate::usual::names;

/// A thing, the fields of its code and of its name, and the headings that may be either.
struct Kin {
    code: Field,
    name: Field,
    either: &'static str,
}

const KINDS: [Kin; 2] = [
    Kin {
        code: Field::Product,
        name: Field::Name,
        either: "product item article artikel produkt produit producto prodotto produto articulo articolo towar vare varer tuote urun \
                 товар 商品",
    },
    Kin {
        code: Field::Customer,
        name: Field::Person,
        either: "customer client user member account buyer shopper contact kunde cliente klant klient kund asiakas zakaznik vevo musteri \
                 клиент 客户 顧客",
    },
];

/// How many of a column's values are words for it to hold names.
const WORDS: f64 = 0.6;

/// Gives the code to the column with codes and the name to the one with names. Columns whose headings are plain stay what they are.
pub(super) fn settle(table: &Table, columns: &mut Vec<(Field, usize)>, by_hand: &[(Field, usize)]) {
    for Kin { code, name, either } in KINDS {
        let is_either = |at: usize| stands_under(table, either, at);
        let are_names = |at: usize| Looks::of(&table.columns[at]).words >= WORDS;
        let free = |at: &usize| {
            let mut others = columns.iter().filter(|(_, used)| used == at);
            let mine = |field: Field| field == code || field == name;
            others.all(|&(field, _)| mine(field)) && by_hand.iter().all(|(_, used)| used != at)
        };
        let of = |field: Field| -> Vec<usize> {
            let found = names(field).filter_map(|name| table.find_bare(name));
            found.filter(free).collect()
        };
        let (codes, called) = (of(code), of(name));
        let both = || codes.iter().chain(&called).copied();
        if !both().any(is_either) {
            continue;
        }
        let told = |field: Field| by_hand.iter().find(|(other, _)| *other == field);
        let may_be_code = |at: &usize| !(is_either(*at) && are_names(*at));
        // A column of codes may stand under a heading that is usual for names, such as “Item”.
        let also = called.iter().filter(|&&at| is_either(at));
        let known = codes.iter().chain(also).copied().find(may_be_code);
        let code_at = match told(code) {
            Some(&(_, at)) => Some(at),
            None => known.or(codes.first().copied()),
        };
        let Some(code_at) = code_at else {
            continue;
        };
        let other = |at: &usize| *at != code_at;
        let plain: Vec<usize> = called.iter().copied().filter(other).collect();
        let named = plain.iter().copied().find(|&at| !is_either(at));
        let named = named.or_else(|| {
            both()
                .filter(other)
                .find(|&at| is_either(at) && are_names(at))
        });
        let name_at = match told(name) {
            Some(&(_, at)) => Some(at),
            None => named.or(plain.first().copied()),
        };
        columns.retain(|(field, _)| *field != code && *field != name);
        columns.push((code, code_at));
        columns.extend(name_at.map(|at| (name, at)));
    }
}

fn stands_under(table: &Table, headings: &str, at: usize) -> bool {
    let mut all = headings.split_whitespace();
    all.any(|name| table.find_bare(name) == Some(at))
}

/// Whether a column is what it is because of its values: its heading may be that of a code, or of a name.
pub fn is_told_by_values(table: &Table, field: Field, at: usize) -> bool {
    let kin = KINDS
        .iter()
        .find(|kin| kin.code == field || kin.name == field);
    kin.is_some_and(|kin| stands_under(table, kin.either, at))
}

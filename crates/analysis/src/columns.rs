//! Columns in memory: structures made from the declarations of the model, and walks over them.
//!
//! Whatever is done to every column of a table (writing, reading, picking rows, comparing) is one
//! walk over pairs of a declaration and a reference, so that no column has code of its own.

use clientele_model::table::Column;

use crate::dataset::NONE;
use crate::days::Day;
use crate::numbers::Numbers;
use crate::texts::Texts;

/// Few names, and which of them each row has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    /// The names; empty when the data have none.
    pub list: Vec<String>,
    /// Per row the position in the list, or [`NONE`].
    pub at: Vec<u32>,
}

impl Names {
    /// No rows yet.
    pub(crate) fn of(list: &[String]) -> Self {
        Self {
            list: list.to_vec(),
            at: Vec::new(),
        }
    }

    /// The name of a row, or empty.
    pub fn get(&self, row: usize) -> &str {
        let at = self.at.get(row).copied().unwrap_or(NONE);
        self.list.get(at as usize).map_or("", String::as_str)
    }

    /// Takes an empty name for none, as databases say it.
    pub(crate) fn drop_empty(&mut self) {
        let mut places = Vec::with_capacity(self.list.len());
        let mut kept = 0;
        for name in &self.list {
            places.push(if name.is_empty() { NONE } else { kept });
            kept += u32::from(!name.is_empty());
        }
        self.list.retain(|name| !name.is_empty());
        for at in &mut self.at {
            *at = places.get(*at as usize).copied().unwrap_or(NONE);
        }
    }
}

/// A list of numbers per row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    /// The numbers of all lists.
    pub values: Vec<f64>,
    /// List `at` is `values[starts[at]..starts[at + 1]]`: one more entry than rows.
    pub starts: Vec<u32>,
}

/// The values of a column.
#[derive(Clone, Copy, Debug)]
pub enum ColumnRef<'a> {
    /// Texts.
    Texts(&'a Texts),
    /// Names.
    Names(&'a Names),
    /// Days.
    Days(&'a [Day]),
    /// Yes or no.
    Bools(&'a [bool]),
    /// Whole numbers, [`NONE`] where there is none.
    Counts(&'a [u32]),
    /// Amounts, NaN where there is none.
    Amounts(&'a [f64]),
    /// Numbers in as little memory as they need.
    Packed(&'a Numbers),
    /// Lists of numbers.
    Lists(&'a Lists),
}

impl ColumnRef<'_> {
    /// Whether there is no value: of an optional column, that the data have none.
    pub(crate) fn is_empty(self) -> bool {
        match self {
            Self::Texts(values) => values.is_empty(),
            Self::Names(values) => values.at.is_empty(),
            Self::Days(values) => values.is_empty(),
            Self::Bools(values) => values.is_empty(),
            Self::Counts(values) => values.is_empty(),
            Self::Amounts(values) => values.is_empty(),
            Self::Packed(values) => values.is_empty(),
            Self::Lists(lists) => lists.starts.len() < 2,
        }
    }
}

/// Where the values of a column go.
#[derive(Debug)]
pub(crate) enum ColumnMut<'a> {
    Texts(&'a mut Texts),
    Names(&'a mut Names),
    Days(&'a mut Vec<Day>),
    Bools(&'a mut Vec<bool>),
    Counts(&'a mut Vec<u32>),
    Amounts(&'a mut Vec<f64>),
    Packed(&'a mut Numbers),
    Lists(&'a mut Lists),
}

/// A reference of a column's own type becomes one of any column.
macro_rules! references {
    ($($variant:ident: $held:ty),+) => {$(
        impl<'a> From<&'a $held> for ColumnRef<'a> {
            fn from(values: &'a $held) -> Self {
                Self::$variant(values)
            }
        }
        impl<'a> From<&'a mut $held> for ColumnMut<'a> {
            fn from(values: &'a mut $held) -> Self {
                Self::$variant(values)
            }
        }
    )+};
}

references! {
    Texts: Texts, Names: Names, Days: Vec<Day>, Bools: Vec<bool>, Counts: Vec<u32>,
    Amounts: Vec<f64>, Packed: Numbers, Lists: Lists
}

/// A set of columns with their values, in the order of the declaration.
pub struct Columns<'a>(pub(crate) Vec<(&'static Column, ColumnRef<'a>)>);

/// A set of columns with the places their values go to, in the order of the declaration.
pub(crate) struct ColumnsMut<'a>(pub Vec<(&'static Column, ColumnMut<'a>)>);

impl<'a> Columns<'a> {
    pub(crate) fn new<const N: usize>(
        declared: &'static [Column],
        values: [ColumnRef<'a>; N],
    ) -> Self {
        Self(declared.iter().zip(values).collect())
    }

    /// Every column, declared and held.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Column, ColumnRef<'a>)> + '_ {
        self.0.iter().copied()
    }
}

impl<'a> ColumnsMut<'a> {
    pub fn new<const N: usize>(declared: &'static [Column], places: [ColumnMut<'a>; N]) -> Self {
        Self(declared.iter().zip(places).collect())
    }

    /// Those of them that have the names of these.
    pub fn only(mut self, wanted: &[Column]) -> Self {
        self.0
            .retain(|(column, _)| wanted.iter().any(|wanted| wanted.name == column.name));
        self
    }

    /// Puts into each the rows of the same column of another structure, in this order.
    pub fn pick(self, from: &Columns<'_>, rows: &[usize]) {
        for ((_, to), (_, from)) in self.0.into_iter().zip(from.iter()) {
            match (to, from) {
                (ColumnMut::Texts(to), ColumnRef::Texts(from)) => {
                    *to = rows.iter().map(|&row| from.get(row)).collect();
                }
                (ColumnMut::Names(to), ColumnRef::Names(from)) => {
                    to.list.clone_from(&from.list);
                    to.at = rows.iter().map(|&row| from.at[row]).collect();
                }
                (ColumnMut::Days(to), ColumnRef::Days(from)) => {
                    *to = rows.iter().map(|&row| from[row]).collect();
                }
                (ColumnMut::Counts(to), ColumnRef::Counts(from)) => {
                    *to = rows.iter().map(|&row| from[row]).collect();
                }
                (ColumnMut::Amounts(to), ColumnRef::Amounts(from)) => {
                    *to = rows.iter().map(|&row| from[row]).collect();
                }
                // No other kinds are in the tables that rows are picked from.
                _ => {}
            }
        }
    }
}

/// Makes a structure that holds a set of columns, after fields of its own; a field is called as its
/// column. For [`clientele_model::columns!`].
macro_rules! structure {
    (
        { $(#[$meta:meta])* $seen:vis struct $table:ident { $($own:tt)* } }
        $set:ident $(
            $(#[doc = $doc:literal])+
            $name:ident: $kind:ident $($packed:ident)? $(.$mark:ident())*;
        )+
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        $seen struct $table {
            $($own)*
            $($(#[doc = $doc])+ pub $name: $crate::columns::held!($kind $($packed)?),)+
        }

        impl $table {
            /// Its columns, for a walk over all of them.
            $seen fn columns(&self) -> $crate::columns::Columns<'_> {
                $crate::columns::Columns::new(
                    ::clientele_model::table::columns::$set,
                    [$((&self.$name).into()),+],
                )
            }

            pub(crate) fn columns_mut(&mut self) -> $crate::columns::ColumnsMut<'_> {
                $crate::columns::ColumnsMut::new(
                    ::clientele_model::table::columns::$set,
                    [$((&mut self.$name).into()),+],
                )
            }
        }
    };
}

/// What holds the values of a kind of column.
macro_rules! held {
    ($kind:ident packed) => { $crate::numbers::Numbers };
    (U32) => { Vec<u32> };
    (F64) => { Vec<f64> };
    (Bool) => { Vec<bool> };
    (Text) => { $crate::texts::Texts };
    (Name) => { $crate::columns::Names };
    (Day) => { Vec<$crate::days::Day> };
    (U32List) => { $crate::columns::Lists };
    (F64List) => { $crate::columns::Lists };
}

pub(crate) use {held, structure};

//! What the columns of a Parquet file hold: how values are stored and what they mean, as the file says it and as Arrow
//! said it when it wrote the file, where that says more.

use arrow::ipc::{self, root_as_message};

use super::Damaged;
use super::footer::{Element, Footer, Logical, Unit};
use crate::column::{Column, Texts};

/// A column at the top, or a group of columns.
#[derive(Debug)]
pub(super) struct Field {
    /// Its heading.
    pub(super) name: String,
    /// Its place among all columns of the file.
    pub(super) place: usize,
    /// How its values are stored.
    pub(super) stored: Stored,
    /// Whether lines may be without a value.
    pub(super) is_optional: bool,
    pub(super) meaning: Meaning,
    /// The zone whose times it has, where it knows one.
    pub(super) zone: Option<String>,
}

/// How values are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stored {
    Truth,
    /// Whole numbers of 4 bytes, of 8, and times of 12.
    Four,
    Eight,
    Twelve,
    /// Floating-point numbers of 4 and 8 bytes.
    Single,
    Double,
    /// Bytes behind their length, and so many each.
    Bytes,
    Fixed(usize),
    /// Not one after the other.
    Nested,
}

/// What values mean.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    Text,
    Truth,
    /// With a sign.
    Whole,
    /// Without one, as they fill 4 or 8 bytes.
    Positive,
    Number,
    /// Times so much.
    Decimal(f64),
    Day,
    /// A time: so many make a second.
    Time(i64),
    /// A day in milliseconds.
    Millis,
    /// Nothing that is read here, named.
    Other(String),
}

/// What Arrow says of a column, where the file does not.
#[derive(Clone, Debug)]
enum Told {
    Stamp(Unit, Option<String>),
    /// A day in milliseconds.
    Millis,
    Duration(Unit),
    Time(Unit),
    Text,
    Nothing,
}

/// The columns of a file.
///
/// # Errors
/// When its list of columns is damaged.
pub(super) fn fields(footer: &Footer) -> Result<Vec<Field>, Damaged> {
    let root = footer.elements.first().ok_or(Damaged::Footer)?;
    let mut told = match &footer.arrow {
        Some(message) => arrow(message)?,
        None => vec![],
    };
    if told.len() as u64 != root.children {
        told.clear();
    }
    let mut told = told.into_iter();
    let mut elements = footer.elements.iter().skip(1);
    let mut place = 0;
    let mut all = vec![];
    for _ in 0..root.children {
        let element = elements.next().ok_or(Damaged::Footer)?;
        let told = told.next().unwrap_or(Told::Nothing);
        all.push(Field::of(element, told, place)?);
        let mut open = element.children;
        place += usize::from(element.physical.is_some());
        while open > 0 {
            let inner = elements.next().ok_or(Damaged::Footer)?;
            place += usize::from(inner.physical.is_some());
            open = (open - 1).saturating_add(inner.children);
        }
    }
    let is_whole = footer.groups.iter().all(|of| of.chunks.len() == place);
    is_whole.then_some(all).ok_or(Damaged::Footer)
}

impl Field {
    fn of(element: &Element, told: Told, place: usize) -> Result<Self, Damaged> {
        let (stored, meaning) = match element.physical {
            // Repeated, or not at all.
            _ if element.repetition > 1 => (Stored::Nested, Meaning::other("lists")),
            None if element.logical == Logical::List => (Stored::Nested, Meaning::other("lists")),
            None => (Stored::Nested, Meaning::other("records")),
            Some(physical) => {
                let stored = Stored::of(physical, element.length)?;
                (stored, Meaning::of(stored, element.logical, &told))
            }
        };
        let is_time = matches!(meaning, Meaning::Time(_));
        let utc = matches!(element.logical, Logical::Stamp(_, true)).then(|| "UTC".to_owned());
        let zone = match told {
            Told::Stamp(_, Some(zone)) => Some(zone),
            _ => utc,
        };
        Ok(Self {
            name: element.name.clone(),
            place,
            stored,
            is_optional: element.repetition == 1,
            meaning,
            zone: zone.filter(|_| is_time),
        })
    }

    /// A column without lines yet.
    pub(super) fn column(&self) -> Column {
        match &self.meaning {
            Meaning::Text | Meaning::Truth => Column::Text(Texts::default()),
            Meaning::Whole | Meaning::Positive => Column::Whole(vec![]),
            Meaning::Number | Meaning::Decimal(_) => Column::Number(vec![]),
            Meaning::Day | Meaning::Time(_) | Meaning::Millis => Column::Time(vec![]),
            Meaning::Other(name) => Column::Other(name.clone(), 0),
        }
    }
}

impl Stored {
    fn of(physical: i64, length: u64) -> Result<Self, Damaged> {
        Ok(match physical {
            0 => Self::Truth,
            1 => Self::Four,
            2 => Self::Eight,
            3 => Self::Twelve,
            4 => Self::Single,
            5 => Self::Double,
            6 => Self::Bytes,
            7 => match usize::try_from(length) {
                Ok(length @ 1..) => Self::Fixed(length),
                _ => return Err(Damaged::Footer),
            },
            _ => return Err(Damaged::Footer),
        })
    }
}

impl Meaning {
    fn other(name: &str) -> Self {
        Self::Other(name.to_owned())
    }

    fn named(kind: &str, unit: Unit) -> Self {
        Self::Other(format!("values of type {kind}({})", unit.name()))
    }

    fn of(stored: Stored, logical: Logical, told: &Told) -> Self {
        use {Logical as L, Stored as S};
        match (stored, logical) {
            (_, L::Nothing) => Self::other("values of type Null"),
            (S::Truth, _) => Self::Truth,
            (S::Single | S::Double, _) => Self::Number,
            (S::Twelve, _) => Self::Time(1),
            (S::Four | S::Eight, L::Decimal(scale, _)) => Self::decimal(scale),
            (S::Four, L::Day) => Self::Day,
            (S::Four, L::Time(unit)) => Self::named("Time32", unit),
            (S::Eight, L::Time(unit)) => Self::named("Time64", unit),
            (S::Eight, L::Stamp(unit, _)) => Self::Time(unit.per_second()),
            (S::Four | S::Eight, L::Whole(false)) => Self::Positive,
            (S::Four | S::Eight, _) => match *told {
                Told::Stamp(unit, _) => Self::Time(unit.per_second()),
                Told::Millis => Self::Millis,
                Told::Duration(unit) => Self::named("Duration", unit),
                Told::Time(unit) if stored == S::Four => Self::named("Time32", unit),
                Told::Time(unit) => Self::named("Time64", unit),
                Told::Text | Told::Nothing => Self::Whole,
            },
            (S::Bytes, L::Text) => Self::Text,
            (S::Bytes, L::Decimal(scale, ..=38)) => Self::decimal(scale),
            (S::Fixed(..=16), L::Decimal(scale, _)) => Self::decimal(scale),
            (_, L::Decimal(scale, digits)) => {
                Self::Other(format!("values of type Decimal256({digits}, {scale})"))
            }
            (S::Bytes, _) if matches!(told, Told::Text) => Self::Text,
            (S::Fixed(2), L::Float16) => Self::other("values of type Float16"),
            (S::Fixed(12), L::Interval) => Self::other("values of type Interval(DayTime)"),
            _ => Self::other("bytes"),
        }
    }

    fn decimal(scale: i64) -> Self {
        let places = i32::try_from(scale).unwrap_or(0);
        Self::Decimal(10f64.powi(places.saturating_neg()))
    }
}

impl Unit {
    fn per_second(self) -> i64 {
        match self {
            Self::Seconds => 1,
            Self::Millis => 1000,
            Self::Micros => 1_000_000,
            Self::Nanos => 1_000_000_000,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Millis => "ms",
            Self::Micros => "µs",
            Self::Nanos => "ns",
        }
    }

    fn of(unit: ipc::TimeUnit) -> Self {
        match unit {
            ipc::TimeUnit::SECOND => Self::Seconds,
            ipc::TimeUnit::MILLISECOND => Self::Millis,
            ipc::TimeUnit::MICROSECOND => Self::Micros,
            _ => Self::Nanos,
        }
    }
}

/// What Arrow says of every column at the top.
fn arrow(message: &[u8]) -> Result<Vec<Told>, Damaged> {
    // Behind its length, where it begins with a mark.
    let message = match message.split_first_chunk::<8>() {
        Some(([0xff, 0xff, 0xff, 0xff, ..], rest)) => rest,
        _ => message,
    };
    let message = root_as_message(message).map_err(|_| Damaged::Footer)?;
    let schema = message.header_as_schema().ok_or(Damaged::Footer)?;
    let fields = schema.fields().into_iter().flatten();
    Ok(fields.map(|field| told(&field)).collect())
}

fn told(field: &ipc::Field<'_>) -> Told {
    if let Some(stamp) = field.type_as_timestamp() {
        return Told::Stamp(Unit::of(stamp.unit()), stamp.timezone().map(str::to_owned));
    }
    if let Some(date) = field.type_as_date() {
        return match date.unit() {
            ipc::DateUnit::MILLISECOND => Told::Millis,
            _ => Told::Nothing,
        };
    }
    if let Some(duration) = field.type_as_duration() {
        return Told::Duration(Unit::of(duration.unit()));
    }
    if let Some(time) = field.type_as_time() {
        return Told::Time(Unit::of(time.unit()));
    }
    match field.type_type() {
        ipc::Type::Utf8 | ipc::Type::LargeUtf8 | ipc::Type::Utf8View => Told::Text,
        _ => Told::Nothing,
    }
}

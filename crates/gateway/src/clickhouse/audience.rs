//! Audiences as statements: whom a definition means, found by ClickHouse alone.
//!
//! A statement is put together from constants, as deep as the definition is; every value of it travels as a parameter. In
//! one pass over the lines each customer gets their figures and, for each condition about orders, whether they have such
//! orders. Then the definition is one expression over these columns. Where it speaks of RFM scores, where fifths end is
//! worked out among the same customers by the rule of `rfm`; where it speaks of segments, the model that was fitted is
//! plain arithmetic ([`segments`]). It finds whom the page finds over the lines: both are held to each other in the tests.

mod measures;
mod orders;
mod segments;
mod terms;

use clientele_analysis::dataset::HELD;
use clientele_analysis::grouping::Fitted;
use clientele_analysis::rfm::CODES;
use clientele_analysis::selection::{Dealing, Meaning, no_arm};
use clientele_analysis::window::Window;
use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::{Copies, Dimension, Filters};
use clientele_model::selection::Only;

use super::query::Views;
use super::query::statements::{BOUGHT, PEOPLE};
use super::query::{base, online};
use super::value;
use terms::Terms;

/// A statement about an audience and its parameters: all there is to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The statement, put together from constants.
    pub sql: String,
    /// Names and values of its parameters, the values as ClickHouse reads them.
    pub params: Vec<(String, String)>,
}

/// A definition and what it is read among.
pub struct Audience<'a> {
    /// Whom it means.
    pub only: &'a Only,
    /// The customers among whom.
    pub filters: &'a Filters,
    /// The data set.
    pub catalogue: &'a Catalogue,
    /// Which optional views it has.
    pub views: Views,
}

/// Why a definition cannot be put into a statement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Uncompiled {
    /// The page would not answer either.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// An audience that somebody saved in a browser.
    #[error(
        "The database does not know the audience “{0}”, which is saved in a browser. Send the definition with the lines of that audience in its place, as the page does."
    )]
    Saved(String),
    /// A list that somebody brought to a browser.
    #[error(
        "The database does not know the list “{0}”, which was brought to a browser. Take that condition out, or export the audience as a file."
    )]
    Listed(String),
    /// What customers earned.
    #[error(
        "The database does not count what a customer earned the shop. Take that condition out, or export the audience as a file."
    )]
    Earned,
    /// Customers chosen under other filters.
    #[error(
        "These customers were chosen under other filters than those that hold now, which the database cannot follow. Choose them again under these filters, or remove that choice."
    )]
    OtherFilters,
    /// Segments among customers that were chosen.
    #[error(
        "Segments of chosen customers are made in the page only. Remove the choice that everything is narrowed to, or the line with the segment."
    )]
    SegmentsOfChosen,
}

impl Audience<'_> {
    /// Whether segments must be made before there is a statement.
    ///
    /// # Errors
    /// [`Uncompiled::SegmentsOfChosen`].
    pub fn takes_segments(&self) -> Result<bool, Uncompiled> {
        let mut all = self.chain().into_iter();
        let first = all.next().is_some_and(Only::is_of_segments);
        match all.any(Only::is_of_segments) {
            true => Err(Uncompiled::SegmentsOfChosen),
            false => Ok(first),
        }
    }

    /// Every campaign and arm that it speaks of. Whether there are such is not known before the database is asked: by
    /// [`Statement::of_arm`].
    pub fn arms(&self) -> Vec<(&str, &str)> {
        let all = self.chain().into_iter().flat_map(Only::conditions);
        let arms = all.filter_map(|one| match one {
            Only::Arm { campaign, arm } => Some((campaign.as_str(), arm.as_str())),
            _ => None,
        });
        arms.collect()
    }

    /// The statement that gives their numbers: one column `customer`, each once. `segments` are those of the filters, where
    /// it takes them.
    ///
    /// # Errors
    /// [`Uncompiled`], and as the page would refuse it.
    pub fn statement(&self, segments: Option<&Fitted>) -> Result<Statement, Uncompiled> {
        let window = Window::new(self.filters, self.catalogue)?;
        let only = &self.filters.only;
        if (0..only.len()).any(|at| self.filters.made_under(at).is_some()) {
            return Err(Uncompiled::OtherFilters);
        }
        self.takes_segments()?;
        let mut compiler = Compiler {
            audience: self,
            terms: Terms::new(base(&window, String::new())),
            window,
            segments,
            flags: Vec::new(),
            scored: false,
        };
        let channels = online(&self.catalogue.channels);
        compiler.terms.named("online_channels", channels);
        let mut layers = String::new();
        for (at, of) in self.chain().into_iter().enumerate() {
            layers += &compiler.layer(at, of)?;
        }
        Ok(compiler.finish(&layers, self.chain().len()))
    }

    /// The selections, each read among whom the ones before it leave; the definition is the last.
    fn chain(&self) -> Vec<&Only> {
        let before = self.filters.only.iter().map(|chosen| &chosen.only);
        before.chain([self.only]).collect()
    }
}

impl Statement {
    /// How many rows there are of an arm of a campaign: one number.
    pub fn of_arm(campaign: &str, arm: &str) -> Self {
        let params = [("campaign", campaign), ("arm", arm)];
        Self {
            sql: "SELECT count() FROM clientele_exposures AS exposure WHERE toString(exposure.campaign) = {campaign:String} AND toString(exposure.arm) = {arm:String}".to_owned(),
            params: params.map(|(name, of)| (name.to_owned(), value::text(of))).into(),
        }
    }
}

/// A statement on its way.
struct Compiler<'a> {
    audience: &'a Audience<'a>,
    window: Window,
    segments: Option<&'a Fitted>,
    terms: Terms,
    /// Columns of conditions about orders, each worked out with the figures.
    flags: Vec<String>,
    /// Whether the layer speaks of scores.
    scored: bool,
}

/// Places of the ends of fifths among so many sorted values, from 0, between two of them as a rule.
const PLACES: &str =
    "arrayMap(share -> share * (greatest(count(), 1) - 1), [0.2, 0.4, 0.6, 0.8]) AS places";

/// The values at these places. As NumPy does, to the last bit: a value that is a bound exactly belongs below it.
fn cuts(sorted: &str) -> String {
    let value = |place: &str| format!("arrayMap(place -> {sorted}[{place}], places)");
    format!(
        "arrayMap((low, high, part) -> if(part < 0.5, low + (high - low) * part, high - (high - low) * (1. - part)), {}, {}, \
        arrayMap(place -> place - floor(place), places))",
        value("toUInt32(floor(place)) + 1"),
        value(&format!(
            "least(toUInt32(floor(place)) + 2, greatest(length({sorted}), 1))"
        ))
    )
}

impl Compiler<'_> {
    /// Those of a layer whom a selection means: the next layer.
    fn layer(&mut self, at: usize, of: &Only) -> Result<String, Uncompiled> {
        let test = self.test(&Meaning::of(of))?;
        let next = at + 1;
        if !std::mem::take(&mut self.scored) {
            return Ok(format!(
                ",\nleft_{next} AS (SELECT * FROM left_{at} WHERE {test})"
            ));
        }
        let sorted = |measure: &str| {
            format!("arraySort(groupArray(toFloat64({measure}))) AS {measure}_sorted")
        };
        let of_all = ["recency", "orders", "monetary"];
        let score = |which: usize| {
            let measure = of_all[which - 1];
            format!("1 + arrayCount(cut -> {measure} > cut, cuts_{at}.{which})")
        };
        Ok(format!(
            ",\n(SELECT ({}) FROM (SELECT {}, {PLACES} FROM left_{at})) AS cuts_{at},\n\
            left_{next} AS (SELECT * EXCEPT (recency_score, frequency_score, monetary_score) \
            FROM (SELECT *, 6 - ({}) AS recency_score, {} AS frequency_score, {} AS monetary_score FROM left_{at}) WHERE {test})",
            of_all
                .map(|measure| cuts(&format!("{measure}_sorted")))
                .join(", "),
            of_all.map(sorted).join(", "),
            score(1),
            score(2),
            score(3),
        ))
    }

    /// Whether a customer is meant, as an expression over the columns of a layer.
    fn test(&mut self, meaning: &Meaning) -> Result<String, Uncompiled> {
        Ok(match meaning {
            Meaning::Everyone => "1".to_owned(),
            Meaning::Group(group) => {
                let codes = CODES.iter().filter(|(named, _)| named == group);
                let codes = codes.flat_map(|(_, codes)| codes.iter().map(u16::to_string));
                let codes = self.terms.list("UInt16", codes);
                self.scored = true;
                format!("has({codes}, recency_score * 100 + frequency_score * 10 + monetary_score)")
            }
            Meaning::Scores(recency, frequency) => {
                let recency = self.score("recency", *recency);
                let frequency = self.score("frequency", *frequency);
                format!("({recency} AND {frequency})")
            }
            Meaning::Code(code) => {
                let names = ["recency", "frequency", "monetary"];
                let scores = names.into_iter().zip(code);
                let scores: Vec<String> = scores
                    .map(|(name, &score)| self.score(name, score))
                    .collect();
                format!("({})", scores.join(" AND "))
            }
            Meaning::Measure(key, low, high) => self.range(key, *low, *high)?,
            Meaning::Segment(slug) => self.segment(slug)?,
            Meaning::Tier(name) => {
                self.has_column(self.audience.catalogue.has.tier, Dimension::Tier.one())?;
                let name = self.terms.text(name);
                format!("toString(tier) = {name}")
            }
            Meaning::MayEmail => {
                self.has_column(false, "e-mail opt-in")?;
                "0".to_owned()
            }
            Meaning::Dealing(dealing) => self.dealing(dealing)?,
            Meaning::Saved(name) => return Err(Uncompiled::Saved(name.clone())),
            Meaning::Listed(listed) => return Err(Uncompiled::Listed(listed.name.clone())),
            Meaning::Buyers(who) => self.buyers(who)?,
            Meaning::All(parts) => self.several(parts, " AND ")?,
            Meaning::Any(parts) => self.several(parts, " OR ")?,
            Meaning::Not(inner) => format!("NOT ({})", self.test(inner)?),
        })
    }

    fn dealing(&mut self, dealing: &Dealing) -> Result<String, Uncompiled> {
        let has_campaigns = self.audience.views.campaigns;
        Ok(match dealing {
            Dealing::Arm(campaign, arm) if !has_campaigns => {
                return Err(no_arm(campaign, arm).into());
            }
            Dealing::Arm(campaign, arm) => {
                let (campaign, arm) = (self.terms.text(campaign), self.terms.text(arm));
                format!(
                    "toString(customer) GLOBAL IN (SELECT toString(exposure.customer) FROM clientele_exposures AS exposure WHERE toString(exposure.campaign) = {campaign} AND toString(exposure.arm) = {arm})"
                )
            }
            Dealing::Sent { .. } if !has_campaigns => "0".to_owned(),
            Dealing::Sent { times, days } => {
                let as_of = self.window.as_of;
                let first = self.terms.number("Int32", as_of - i32::from(*days));
                let last = self.terms.number("Int32", as_of - 1);
                let times = self.terms.number("UInt16", times);
                // A whole word, in large or small letters.
                let held = format!(
                    "(?i)(^|[^\\p{{L}}\\p{{N}}])({})([^\\p{{L}}\\p{{N}}]|$)",
                    HELD.join("|")
                );
                let held = self.terms.text(&held);
                format!(
                    "toString(customer) GLOBAL IN (SELECT toString(exposure.customer) AS who FROM clientele_exposures AS exposure \
                    WHERE toInt32(toDate32(exposure.exposed)) BETWEEN {first} AND {last} \
                    AND NOT match(toString(exposure.arm), {held}) \
                    GROUP BY who HAVING uniqExact(toString(exposure.campaign)) >= {times})"
                )
            }
            Dealing::Earned(_) => return Err(Uncompiled::Earned),
        })
    }

    fn several(&mut self, parts: &[Meaning], and: &str) -> Result<String, Uncompiled> {
        let tests = parts.iter().map(|part| self.test(part));
        let tests: Vec<String> = tests.collect::<Result<_, _>>()?;
        Ok(format!("({})", tests.join(and)))
    }

    fn score(&mut self, name: &str, score: u8) -> String {
        self.scored = true;
        let score = self.terms.number("UInt8", score);
        format!("{name}_score = {score}")
    }

    fn has_column(&self, has: bool, column: &str) -> Result<(), Failure> {
        match has {
            true => Ok(()),
            false => Err(Failure::NoSuchColumn {
                column: column.to_owned(),
            }),
        }
    }

    /// All of it: lines, figures, layers, and the numbers of those in the last.
    fn finish(self, layers: &str, last: usize) -> Statement {
        let once = self.audience.filters.copies == Copies::Off;
        let lines = BOUGHT[0][usize::from(once)].trim_end();
        let people = PEOPLE.trim_end();
        let flags: String = self
            .flags
            .iter()
            .map(|flag| format!(",\n        {flag}"))
            .collect();
        let as_of = self.window.as_of.to_string();
        let mut terms = self.terms;
        terms.named("as_of", as_of);
        Statement {
            sql: format!(
                "{lines},\n{people}{flags}\n    FROM bought AS line\n    GROUP BY line.customer\n    \
                HAVING lines > 0 AND round(gross - returned, 6) BETWEEN {{spend_low:Float64}} AND {{spend_high:Float64}}\n),\n\
                left_0 AS (SELECT *, greatest({{as_of:Int32}} - toInt32(last), 0) AS recency, round(gross - returned, 6) AS monetary FROM people){layers}\n\
                SELECT toString(customer) AS customer FROM left_{last}"
            ),
            params: terms.params(),
        }
    }
}

#[cfg(test)]
mod tests;

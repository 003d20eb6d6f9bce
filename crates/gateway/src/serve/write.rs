//! An audience on its way into the tables of a database.
//!
//! First its customers, then one row that says the write is whole: whoever reads goes by that row. No customer leaves the
//! database.

use clientele_analysis::grouping::Fitted;
use clientele_analysis::remote::{Asked, Request};
use clientele_analysis::selection::no_arm;
use clientele_analysis::window::Window;
use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::Filters;
use clientele_model::selection::Only;
use jiff::Timestamp;
use serde::Serialize;

use super::gateway::Gateway;
use super::live::LiveDataset;
use super::refusal::Refusal;
use crate::clickhouse::audience::{Audience, Statement};
use crate::clickhouse::{Beyond, Client, Query, Table, Trouble, TroubleKind, value};

/// Its customers, one row each, from the statement that finds them.
const CUSTOMERS: (&str, &str) = (
    "INSERT INTO clientele_audiences (run, audience, customer_id, as_of, written_at)
SELECT {run:String}, {audience:String}, customer, {stated:Date}, {written_at:DateTime64(3, 'UTC')}
FROM
(
",
    "
)",
);

/// That they are all there, and how many they are.
const WHOLE: &str = "INSERT INTO clientele_audience_writes (run, audience, definition, scope, as_of, customers, written_at, written_by)
SELECT
    {run:String}, {audience:String}, {definition:String}, {scope:String}, {stated:Date},
    (SELECT count() FROM clientele_audiences WHERE audience = {audience:String} AND run = {run:String}),
    {written_at:DateTime64(3, 'UTC')}, {written_by:String}";

/// How many were written.
const COUNT: &str = "SELECT customers FROM clientele_audience_writes WHERE audience = {audience:String} AND run = {run:String}";

/// An audience as it was told.
pub struct Told {
    /// What it is called.
    pub name: String,
    /// Whom it means.
    pub definition: Only,
    /// Among whom.
    pub filters: Filters,
    /// Who told it.
    pub by: String,
}

/// What was written.
#[derive(Serialize)]
pub struct Written {
    /// Which write it was, in both tables.
    pub run: String,
    /// How many customers.
    pub customers: u64,
}

/// Writes an audience.
///
/// # Errors
/// When there are no such customers to be found, or the database does not take them. Then the row that says that the
/// write is whole is not there.
pub async fn write_down(
    gateway: &Gateway,
    live: &std::sync::Arc<LiveDataset>,
    told: &Told,
) -> Result<Written, Refusal> {
    let none = || Refusal::NoWriting(live.about.slug.clone());
    let writer = live.writer.as_ref().ok_or_else(none)?;
    let held = live.catalogue().await?;
    let audience = Audience {
        only: &told.definition,
        filters: &told.filters,
        catalogue: &held.catalogue,
        views: live.views,
    };
    let segments = match audience.takes_segments()? {
        true => Some(segments(gateway, live, &told.filters, &held.catalogue).await?),
        false => None,
    };
    let found = audience.statement(segments.as_ref())?;
    for (campaign, arm) in audience.arms() {
        let statement = Statement::of_arm(campaign, arm);
        let id = gateway.ids.next("clientele-");
        let rows = live.client.run(&statement, &id, false).await?;
        if rows.trim() == "0" {
            return Err(no_arm(campaign, arm).into());
        }
    }
    let run = gateway.ids.next("clientele-audience-");
    let window = Window::new(&told.filters, &held.catalogue)?;
    let mut filters = told.filters.clone();
    filters.dataset = None;
    let facts = [
        ("run", run.clone()),
        ("audience", value::text(&told.name)),
        ("stated", value::day(window.as_of)),
        (
            "written_at",
            Timestamp::now().strftime("%F %T%.3f").to_string(),
        ),
        ("definition", value::text(&told.definition.to_string())),
        ("scope", value::text(&filters.to_string())),
        ("written_by", value::text(&told.by)),
    ];
    let facts = facts.map(|(name, value)| (name.to_owned(), value));
    let statement = |sql: String, more: &[(String, String)]| Statement {
        sql,
        params: [&facts[..], more].concat(),
    };
    let (before, after) = CUSTOMERS;
    let customers = statement(format!("{before}{}{after}", found.sql), &found.params);
    writer.run(&customers, &run, true).await?;
    let whole = statement(WHOLE.to_owned(), &[]);
    writer
        .run(&whole, &gateway.ids.next("clientele-"), true)
        .await?;
    let count = statement(COUNT.to_owned(), &[]);
    let printed = writer
        .run(&count, &gateway.ids.next("clientele-"), true)
        .await?;
    let customers = printed.trim().parse().map_err(|_| {
        let words = "the row of this write is not there, though it was taken";
        Trouble::new(TroubleKind::Broken, words)
    })?;
    Ok(Written { run, customers })
}

/// The segments of these filters, made here as the page makes them from the same tables: whoever sends an audience need
/// not be believed about them.
async fn segments(
    gateway: &Gateway,
    live: &LiveDataset,
    filters: &Filters,
    catalogue: &Catalogue,
) -> Result<Fitted, Refusal> {
    let [customers, shop] = Fitted::requests(filters);
    let customers = table(gateway, &live.client, live, &customers, catalogue).await?;
    let shop = table(gateway, &live.client, live, &shop, catalogue).await?;
    let (filters, catalogue) = (filters.clone(), catalogue.clone());
    let work = move || Fitted::of(&filters, &catalogue, [&customers, &shop]);
    let fitted = tokio::task::spawn_blocking(work).await;
    Ok(fitted.map_err(|_| Refusal::Defect)??)
}

async fn table(
    gateway: &Gateway,
    client: &Client,
    live: &LiveDataset,
    request: &Request,
    catalogue: &Catalogue,
) -> Result<Vec<u8>, Refusal> {
    let Asked::Of(table) = request.table else {
        return Err(Failure::defect("segments take tables of customers").into());
    };
    let (filters, beyond) = (&request.filters, Beyond::default());
    let query = Query::new(Table::Of(table), filters, catalogue, live.views, &beyond)?;
    let answer = client.send(&query, &gateway.ids.next("clientele-")).await?;
    Ok(answer.whole().await?)
}

//! Whether the databases of a configuration are as the gateway needs them: asked once, before anything is served.

use std::time::Duration;

use super::config::DatasetSettings;
use crate::clickhouse::{Client, Limits, Server, Trouble, TroubleKind, Views};

/// How long a database may take for one of these questions, none of which reads much.
const LIMITS: Limits = Limits {
    connect: Duration::from_secs(3),
    time: Duration::from_secs(20),
    bytes: 1 << 20,
};

/// A view and its columns, as docs/clickhouse.md has them.
type View = (&'static str, &'static [&'static str]);

const LINES: View = (
    "clientele_lines",
    &[
        "order",
        "time",
        "product",
        "quantity",
        "price",
        "customer",
        "name",
        "category",
        "service",
        "discount",
        "cost",
        "country",
        "channel",
        "tier",
        "cancelled",
        "aside",
    ],
);

const PRODUCTS: View = (
    "clientele_products",
    &["product", "name", "category", "cost"],
);

const CAMPAIGNS: View = (
    "clientele_campaigns",
    &["campaign", "name", "day", "window", "offer"],
);

const EXPOSURES: View = (
    "clientele_exposures",
    &[
        "campaign",
        "customer",
        "arm",
        "exposed",
        "converted",
        "unsubscribed",
        "complained",
        "revenue",
        "margin",
        "discount",
    ],
);

/// The tables that audiences are written into.
const WRITTEN: [View; 2] = [
    (
        "clientele_audiences",
        &["run", "audience", "customer_id", "as_of", "written_at"],
    ),
    (
        "clientele_audience_writes",
        &[
            "run",
            "audience",
            "definition",
            "scope",
            "as_of",
            "customers",
            "written_at",
            "written_by",
        ],
    ),
];

/// What is wrong with the database of a data set, a sentence each; none where it is as it should be.
pub async fn doubts(dataset: &DatasetSettings) -> Vec<String> {
    let server = &dataset.server;
    let of = format!("data set “{}”", dataset.about.slug);
    let client = match Client::new(server, LIMITS) {
        Ok(client) => client,
        Err(trouble) => return vec![format!("{of}: {}.", trouble.detail)],
    };
    if let Err(trouble) = client.text("SELECT 1").await {
        return vec![format!("{of}: {}", unreachable(server, &trouble))];
    }
    let mut doubts = vec![];
    for view in views(dataset.views) {
        if let Err(doubt) = look_at(&client, &server.database, view).await {
            doubts.push(doubt);
        }
    }
    doubts.extend(rights(&client, &server.user).await);
    if let Some(writer) = &dataset.writer {
        doubts.extend(writing(writer).await);
    }
    doubts
        .into_iter()
        .map(|doubt| format!("{of}: {doubt}"))
        .collect()
}

fn views(optional: Views) -> Vec<View> {
    let products = optional.products.then_some(PRODUCTS);
    let campaigns = [CAMPAIGNS, EXPOSURES].into_iter();
    let campaigns = campaigns.filter(|_| optional.campaigns);
    [LINES]
        .into_iter()
        .chain(products)
        .chain(campaigns)
        .collect()
}

/// Whether audiences can be written, and the user who does it may do no more.
async fn writing(server: &Server) -> Vec<String> {
    let user = &server.user;
    let client = match Client::new(server, LIMITS) {
        Ok(client) => client,
        Err(trouble) => return vec![format!("{}.", trouble.detail)],
    };
    if let Err(trouble) = client.text("SELECT 1").await {
        return vec![unreachable(server, &trouble)];
    }
    let mut doubts = vec![];
    if let Ok("1" | "2") = client
        .text("SELECT getSetting('readonly')")
        .await
        .as_deref()
        .map(str::trim)
    {
        doubts.push(format!(
            "the user “{user}”, who is to write audiences, may change nothing. Set readonly = 0 in its profile."
        ));
    }
    for (table, columns) in WRITTEN {
        let described = client.text(&format!("DESCRIBE TABLE {table}")).await;
        let missing = match &described {
            Ok(described) => missing(described, columns),
            Err(trouble) => {
                doubts.push(format!(
                    "the table {table} cannot be described ({}). Create it as docs/clickhouse.md says, and let “{user}” read and fill it.",
                    shown(&trouble.detail)
                ));
                continue;
            }
        };
        if !missing.is_empty() {
            doubts.push(format!(
                "the table {table} has no column {}. docs/clickhouse.md says what it holds.",
                missing.join(", ")
            ));
        }
        let granted = client
            .text(&format!("CHECK GRANT SELECT, INSERT ON {table}"))
            .await;
        if granted.is_ok_and(|granted| granted.trim() == "0") {
            doubts.push(format!(
                "the user “{user}” may not read and fill the table {table}. Grant it SELECT and INSERT on it."
            ));
        }
    }
    let (lines, _) = LINES;
    if let Err(trouble) = client.text(&format!("SELECT * FROM {lines} LIMIT 1")).await {
        doubts.push(format!(
            "the user “{user}”, who is to write audiences, cannot read the view {lines} ({}). Let it read the views as well.",
            shown(&trouble.detail)
        ));
    }
    let grants = client.text("SHOW GRANTS").await.unwrap_or_default();
    if let Some(grant) = grants
        .lines()
        .find(|grant| !only(grant, &["SELECT", "INSERT"]))
    {
        doubts.push(format!(
            "the user “{user}” may do more than write audiences ({}). Grant it SELECT on the views, SELECT and INSERT on the two tables, and nothing else.",
            shown(grant)
        ));
    }
    doubts
}

/// The columns that a description does not have.
fn missing<'a>(described: &str, columns: &[&'a str]) -> Vec<&'a str> {
    let named = described.lines().filter_map(|line| line.split('\t').next());
    let there: Vec<&str> = named.collect();
    let columns = columns.iter().copied();
    columns.filter(|name| !there.contains(name)).collect()
}

fn unreachable(server: &Server, trouble: &Trouble) -> String {
    match trouble.kind {
        TroubleKind::Locked => format!(
            "ClickHouse at {} does not let the user “{}” in. Check “user” and the key, and from where that user may connect (HOST).",
            server.url, server.user
        ),
        TroubleKind::SetUp => format!(
            "there is no database “{}” at {}, or the user “{}” is not allowed to see it. Check “database”.",
            server.database, server.url, server.user
        ),
        _ => format!(
            "nothing at {} answers as ClickHouse does ({}). Check “url”, its port, and that ClickHouse runs.",
            server.url,
            shown(&trouble.detail)
        ),
    }
}

/// Whether a view is there with all of its columns, and may be read.
async fn look_at(client: &Client, database: &str, (view, columns): View) -> Result<(), String> {
    let described = client.text(&format!("DESCRIBE TABLE {view}")).await;
    let described = described.map_err(|trouble| {
        format!(
            "the view {view} of the database “{database}” cannot be described ({}). Create it as docs/clickhouse.md says, and let the user read it.",
            shown(&trouble.detail)
        )
    })?;
    let missing = missing(&described, columns);
    if !missing.is_empty() {
        return Err(format!(
            "the view {view} has no column {}. docs/clickhouse.md says what to put there when there are no values.",
            missing.join(", ")
        ));
    }
    let read = client.text(&format!("SELECT * FROM {view} LIMIT 1")).await;
    let row = read.map_err(|trouble| {
        format!(
            "the view {view} cannot be read ({}). Let the user read it, and repair what it selects from.",
            shown(&trouble.detail)
        )
    })?;
    match row.is_empty() && view == LINES.0 {
        true => Err(format!(
            "the view {view} is empty, so there is nothing to show yet."
        )),
        false => Ok(()),
    }
}

/// Whether the user may do what the gateway needs, and no more.
async fn rights(client: &Client, user: &str) -> Vec<String> {
    let mut doubts = vec![];
    match client.text("SELECT getSetting('readonly')").await.as_deref().map(str::trim) {
        Ok("2") => {}
        Ok("1") => doubts.push(format!(
            "the user “{user}” has readonly = 1, and ClickHouse then refuses the settings that the gateway sends with each question. Set readonly = 2 in its profile."
        )),
        Ok(_) => doubts.push(format!(
            "the user “{user}” may change data, and so could anybody who had its key. Set readonly = 2 in its profile."
        )),
        Err(_) => {}
    }
    // A user who may not even ask for that may do little else.
    let grants = client.text("SHOW GRANTS").await.unwrap_or_default();
    if let Some(grant) = grants.lines().find(|grant| !only(grant, &["SELECT"])) {
        doubts.push(format!(
            "the user “{user}” may do more than read ({}). Grant it SELECT on the views, and nothing else.",
            shown(grant)
        ));
    }
    doubts
}

/// Whether a line of `SHOW GRANTS` gives no rights but these and to see what there is. What a role gives stands in no line of its own.
fn only(grant: &str, these: &[&str]) -> bool {
    let Some((rights, _)) = grant
        .trim()
        .strip_prefix("GRANT ")
        .and_then(|of| of.split_once(" ON "))
    else {
        return true;
    };
    let mut depth = 0_i32;
    // Columns stand in brackets, divided by commas as rights are.
    let outside: String = rights
        .chars()
        .filter(|&c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0 && c != ')'
        })
        .collect();
    let fits = |right: &str| these.contains(&right) || right.starts_with("SHOW");
    outside.split(',').all(|right| fits(right.trim())) && !grant.contains("WITH GRANT OPTION")
}

/// Of what ClickHouse says, the first line, and not too much of it.
fn shown(words: &str) -> String {
    let line = words.lines().next().unwrap_or_default().trim();
    line.chars().take(160).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_beyond_reading_are_seen() {
        for fine in [
            "GRANT SELECT ON shop.clientele_lines TO clientele",
            "GRANT SELECT(a, b), SHOW TABLES ON shop.* TO clientele",
            "GRANT reader TO clientele",
            "",
        ] {
            assert!(only(fine, &["SELECT"]), "{fine}");
        }
        for more in [
            "GRANT ALL ON *.* TO default WITH GRANT OPTION",
            "GRANT SELECT, INSERT ON shop.* TO clientele",
            "GRANT SELECT(a, b), ALTER UPDATE(a) ON shop.lines TO clientele",
            "GRANT SELECT ON shop.* TO clientele WITH GRANT OPTION",
        ] {
            assert!(!only(more, &["SELECT"]), "{more}");
        }
        let both = "GRANT SELECT, INSERT ON shop.clientele_audiences TO writer";
        assert!(only(both, &["SELECT", "INSERT"]));
    }
}

//! A user's profile may say anything; the numbers stay the same, or there are none.

use clientele_gateway::clickhouse::{Beyond, Client, Query, Server, Table, TroubleKind, Views};
use clientele_model::filters::Filters;
use clientele_model::table::Aggregate;
use serde_json::{Value, json};

use super::compare;
use super::data::{load_plain, odd};
use super::engine::{Engine, PATIENT, block_on};

/// Profiles under which every answer must be what it is without them.
fn harmless() -> Value {
    json!({
        "empty_sums": {"aggregate_functions_null_for_empty": "1"},
        "no_row_for_nothing": {"empty_result_for_aggregation_by_empty_set": "1"},
        "estimates": {"count_distinct_implementation": "uniqHLL12"},
        "few_rows": {"limit": "3"},
        "not_the_first": {"offset": "2"},
        "nulls_joined": {"join_use_nulls": "1"},
        "nulls_grouped": {"group_by_use_nulls": "1"},
        "nulls_found": {"transform_null_in": "1"},
        "nulls_cast": {"cast_keep_nullable": "1"},
        "columns_first": {"prefer_column_name_to_alias": "1"},
        "one_row_joined": {"any_join_distinct_right_table_keys": "1", "join_any_take_last_row": "1"},
        "filtered": {"additional_result_filter": "1 = 0"},
        "tables_filtered": {"additional_table_filters": "{'lines': 'quantity > 3'}"},
        "elsewhere": {"session_timezone": "Pacific/Kiritimati"},
        "extremes": {"extremes": "1"},
        "kept_answers": {"use_query_cache": "1", "query_cache_ttl": "600"},
        "overflown_dates": {"date_time_overflow_behavior": "throw"},
        "other_bytes": {"output_format_arrow_string_as_string": "0", "output_format_arrow_compression_method": "lz4_frame"},
        "in_pieces": {"max_block_size": "7", "max_threads": "1"},
        "little_memory": {"max_bytes_before_external_group_by": "1", "max_bytes_before_external_sort": "1"},
        "one_pass": {"group_by_two_level_threshold": "1", "optimize_aggregation_in_order": "1"},
    })
}

/// Profiles that would leave rows out: there must be no answer.
fn cutting() -> Value {
    json!({
        "reads_few": {"max_rows_to_read": "100", "read_overflow_mode": "break"},
        "reads_few_bytes": {"max_bytes_to_read": "5000", "read_overflow_mode": "break"},
        "reads_few_in_a_leaf": {"max_rows_to_read_leaf": "100", "read_overflow_mode_leaf": "break"},
        "groups_few": {"max_rows_to_group_by": "10", "group_by_overflow_mode": "any"},
        "groups_until": {"max_rows_to_group_by": "10", "group_by_overflow_mode": "break"},
        "sorts_few": {"max_rows_to_sort": "10", "sort_overflow_mode": "break"},
        "shows_few": {"max_result_rows": "10", "result_overflow_mode": "break"},
    })
}

fn client(engine: &Engine, user: &str) -> Client {
    let server = Server {
        url: engine.url.clone(),
        database: "profiles".to_owned(),
        user: user.to_owned(),
        key: String::new(),
        authority: None,
    };
    Client::new(&server, PATIENT).unwrap()
}

fn users(profiles: &Value) -> impl Iterator<Item = &str> {
    profiles.as_object().unwrap().keys().map(String::as_str)
}

#[test]
fn a_profile_changes_no_number() {
    let (harmless, cutting) = (harmless(), cutting());
    let mut all = harmless.as_object().unwrap().clone();
    all.extend(cutting.as_object().unwrap().clone());
    let engine = Engine::start(&["--engine", "chdb", "--profiles", &json!(all).to_string()]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lines.parquet");
    let data = odd(11, 1_500, &file);
    load_plain(&engine, "profiles", &file);
    for user in users(&harmless) {
        let client = client(&engine, user);
        let rows = compare::tables(&data, &client, "lens=behaviour", Views::default());
        assert!(rows > 100, "{user}");
    }
    let (filters, _) = Filters::parse("period=all");
    let beyond = Beyond::default();
    let table = Table::Of(Aggregate::Customers);
    let query = Query::new(table, &filters, &data.catalogue, Views::default(), &beyond).unwrap();
    for user in users(&cutting) {
        let answer = block_on(async {
            let answer = client(&engine, user).send(&query, user).await?;
            answer.whole().await
        });
        let trouble = answer.expect_err(user);
        assert_eq!(
            trouble.kind,
            TroubleKind::TooMuch,
            "{user}: {}",
            trouble.detail
        );
    }
}

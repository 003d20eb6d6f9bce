//! The settings that go with every question.

/// How ClickHouse is to write Arrow, as `analysis` reads it, packed by whoever sends it on.
pub const ARROW: &str = "&default_format=ArrowStream\
    &output_format_arrow_compression_method=none\
    &output_format_arrow_low_cardinality_as_dictionary=1\
    &output_format_arrow_use_signed_indexes_for_dictionary=0\
    &output_format_arrow_string_as_string=1";

/// A line of text for each row, as it is.
pub const TEXT: &str = "&default_format=TabSeparatedRaw";

/// How it is to count: whatever
/// the profile of the user says, a limit ends a question with an exception rather than leave rows out, nothing is counted
/// by estimate or from an answer of before, and what is absent means the same. `final` and row policies are left to
/// the owner: they say which rows there are.
pub const COUNTING: &str = "&enable_http_compression=0\
    &join_use_nulls=0\
    &group_by_use_nulls=0\
    &force_grouping_standard_compatibility=1\
    &result_overflow_mode=throw\
    &read_overflow_mode=throw\
    &read_overflow_mode_leaf=throw\
    &group_by_overflow_mode=throw\
    &sort_overflow_mode=throw\
    &distinct_overflow_mode=throw\
    &set_overflow_mode=throw\
    &join_overflow_mode=throw\
    &transfer_overflow_mode=throw\
    &timeout_overflow_mode=throw\
    &timeout_overflow_mode_leaf=throw\
    &limit=0\
    &offset=0\
    &extremes=0\
    &additional_table_filters=\
    &additional_result_filter=\
    &skip_unavailable_shards=0\
    &use_query_cache=0\
    &count_distinct_implementation=uniqExact\
    &aggregate_functions_null_for_empty=0\
    &empty_result_for_aggregation_by_empty_set=0\
    &transform_null_in=0\
    &cast_keep_nullable=0\
    &prefer_column_name_to_alias=0\
    &any_join_distinct_right_table_keys=0\
    &join_any_take_last_row=0\
    &date_time_overflow_behavior=ignore\
    &decimal_check_overflow=1\
    &session_timezone=";

/// That nothing is changed, and a question ends when nobody waits for it any more.
pub const READING: &str = "&cancel_http_readonly_queries_on_client_close=1&readonly=2";

/// That what is written is there, or refused, when the answer begins.
pub const WRITING: &str = "&wait_end_of_query=1&async_insert=0";

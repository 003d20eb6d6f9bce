//! Result files: what is read of them, and every sentence where they cannot be.

use clientele_analysis::dataset::NONE;
use clientele_analysis::days::to_date;

use super::*;
use crate::outcomes::{self, Outcomes};

const FILE: &str = "customer_id,arm,exposed_at,converted,revenue,margin,unsubscribed
c2,treated,2025-04-15 09:30,yes,12.50,4,0
\"c,1\",control,2025-04-15,0,,,
c2,control,2025-04-16,1,-3.5,-1.25,1
";

fn read(name: &str, text: &str) -> Result<Outcomes, String> {
    of_bytes(name, text.as_bytes())
}

fn of_bytes(name: &str, bytes: &[u8]) -> Result<Outcomes, String> {
    outcomes::read(name, bytes, date(2026, 1, 1)).map_err(|why| why.to_string())
}

#[track_caller]
fn refused(text: &str, sentence: &str) {
    assert_eq!(read("result.csv", text).unwrap_err(), sentence);
}

#[test]
fn a_file_without_campaigns_is_one_campaign_of_its_name() {
    let outcomes = read("Spring test.csv", FILE).unwrap();
    let all = &outcomes.campaigns;
    assert_eq!(
        (&*all.id, &*all.name),
        (
            &["Spring test".to_owned()][..],
            &["Spring test".to_owned()][..]
        )
    );
    assert_eq!(
        (to_date(all.day[0]), all.window[0]),
        (date(2025, 4, 15), 28)
    );
    let rows = &all.exposures;
    assert_eq!(
        rows.customer.iter().collect::<Vec<_>>(),
        ["c2", "c,1", "c2"]
    );
    assert_eq!(rows.arms, ["control", "treated"]);
    assert_eq!(rows.arm, [1, 0, 0]);
    assert_eq!(to_date(rows.exposed[2]), date(2025, 4, 16));
    assert_eq!(rows.converted, [1, 0, 1]);
    assert_eq!(rows.unsubscribed, [0, NONE, 1]);
    assert!(rows.complained.is_empty() && rows.discount.is_empty());
    assert_eq!((rows.revenue[0], rows.revenue[2]), (12.5, -3.5));
    assert!(rows.revenue[1].is_nan());
    assert_eq!(rows.margin[2], -1.25);
    assert_eq!((outcomes.read, outcomes.said.len()), (3, 0));
    let told = outcomes.told("Spring test.csv");
    assert_eq!(told.campaigns, ["Spring test"]);
    assert_eq!(
        told.headline.to_string(),
        "3 lines of Spring test.csv were read: 1 campaign, 2 arms. The file is kept in this page until it is reloaded."
    );
}

#[test]
fn several_campaigns_stand_in_the_order_of_their_codes() {
    let text = "Campaign;Customer ID;Variant;Date;Revenue
spring;0012;A;15.04.2025;1.234,50
autumn;7.0;B;13.09.2025;0
spring;7;B;16.04.2025;
;9;A;16.04.2025;
spring;'009;;16.04.2025;2,5
";
    let outcomes = read("r.csv", text).unwrap();
    let all = &outcomes.campaigns;
    assert_eq!(all.id, ["autumn", "spring"]);
    assert_eq!(all.exposures.campaign, [0, 1, 1]);
    let customers: Vec<_> = all.exposures.customer.iter().collect();
    assert_eq!(customers, ["7", "0012", "7"]);
    assert_eq!(to_date(all.day[1]), date(2025, 4, 15));
    assert_eq!(all.exposures.revenue[1], 1234.5);
    assert_eq!(
        outcomes.said,
        [
            "“Revenue”: decimal comma, because of 1.234,50.",
            "2 lines of r.csv are left out, the first on line 5: it has no campaign.",
        ]
    );
}

#[test]
fn encodings_and_ends_of_lines_do_not_matter() {
    let expected = format!("{:?}", read("ü.csv", FILE).unwrap());
    let windows = FILE.replace('\n', "\r\n");
    let tabs = FILE
        .replace("\"c,1\"", "c.1")
        .replace(',', "\t")
        .replace("c.1", "c,1");
    let wide: Vec<u8> = format!("\u{feff}{FILE}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let end = FILE.trim_end();
    for bytes in [windows.as_bytes(), tabs.as_bytes(), &wide, end.as_bytes()] {
        assert_eq!(format!("{:?}", of_bytes("ü.csv", bytes).unwrap()), expected);
    }
    let mut old = FILE.replace("control", "~").into_bytes();
    old.iter_mut()
        .filter(|byte| **byte == b'~')
        .for_each(|byte| *byte = 0xfc);
    let outcomes = of_bytes("old.csv", &old).unwrap();
    assert_eq!(outcomes.campaigns.exposures.arms, ["treated", "ü"]);
}

#[test]
fn plain_numbers_and_days_are_those_of_the_longer_way() {
    let mut plain = "customer,arm,exposed,revenue\n".to_owned();
    let mut other = plain.clone();
    for at in 0..400 {
        let (units, cents, day) = (at * 37, at % 100, 1 + at % 28);
        plain.push_str(&format!("c{at},a,2025-03-{day:02},{units}.{cents:02}\n"));
        other.push_str(&format!(
            "c{at},a,{day:02}/03/2025,\"{units},{cents:02}\"\n"
        ));
    }
    let [plain, other] = [plain, other].map(|text| read("r.csv", &text).unwrap().campaigns);
    assert_eq!(plain, other);
}

#[test]
fn what_is_missing_is_said_with_what_to_add() {
    refused(
        "customer_id,group_name,exposed_at\n1,a,2025-01-01\n",
        "No column of result.csv says which arm a customer was in. Nothing was loaded; add a column “arm”, such as treated and control, and drop it again. Its columns are: customer_id, group_name, exposed_at.",
    );
    refused(
        "customer_id,arm,revenue\n1,a,3\n",
        "No column of result.csv says when customers were reached. Nothing was loaded; add a column “exposed_at” with the day, such as 2025-04-15, also for those who were held back, and drop it again. Its columns are: customer_id, arm, revenue.",
    );
    refused(
        "who,arm,exposed_at\n1,a,2025-01-01\n",
        "No column of result.csv says who the customers are. Nothing was loaded; add a column “customer_id” with the numbers of your orders, and drop it again. Its columns are: who, arm, exposed_at.",
    );
    refused(
        "customer_id,arm,exposed_at\n1,,2025-01-01\n2,,2025-01-01\n",
        "No line of result.csv can be used; line 2 has no arm. Nothing was loaded; correct the file.",
    );
}

#[test]
fn what_is_no_result_file_is_said() {
    refused(
        " \n",
        "The file result.csv is empty. Nothing was loaded; export it again.",
    );
    refused(
        "",
        "The file result.csv is empty. Nothing was loaded; export it again.",
    );
    refused(
        "customer_id,arm,exposed_at\n",
        "The file result.csv has headings but no lines. Nothing was loaded; export it again.",
    );
    let kind = |bytes: &[u8], what: &str| {
        assert_eq!(
            of_bytes("r.csv", bytes).unwrap_err(),
            format!(
                "The file r.csv is {what}, which is not supported. Nothing was loaded; save it as CSV and drop it again."
            )
        );
    };
    kind(b"PAR1....", "a Parquet file");
    kind(b"PK\x03\x04....", "a workbook or an archive");
    kind(b"\x1f\x8b....", "a gzip archive");
    kind(b"%PDF-1.7", "a PDF document");
    kind(b"<!doctype html>", "a web page or XML");
    kind(b"{\"rows\": []}", "JSON");
    let strange = "The file r.csv is not text in a known encoding. Nothing was loaded; save it as CSV in UTF-8 and drop it again.";
    for bytes in [
        &b"customer_id,arm,exposed_at\n1,\x81,2025-01-01\n"[..],
        &b"\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10"[..],
        &b"\xff\xfe\x00\xd8\x00\x00"[..],
    ] {
        assert_eq!(of_bytes("r.csv", bytes).unwrap_err(), strange);
    }
}

#[test]
fn half_a_file_is_refused() {
    let cut = &FILE[..FILE.len() - 12];
    refused(
        cut,
        "The file result.csv ends in the middle of line 4, so a part of it is missing. Nothing was loaded; copy or export it again.",
    );
    refused(
        "customer_id,arm,exposed_at\n1,a,2025-01-01\n2,\"b,2025-01-01\n3,b,2025-01-01",
        "The file result.csv ends in the middle of line 3, so a part of it is missing. Nothing was loaded; copy or export it again.",
    );
}

#[test]
fn values_that_cannot_be_right_are_said_with_their_line() {
    let with = |revenue: &str| {
        format!(
            "customer_id,arm,exposed_at,revenue\n1,a,2025-01-01,2\n2,b,2025-01-01,{revenue}\n3,b,2025-01-01,\n"
        )
    };
    assert!(
        read("r.csv", &with("NaN"))
            .unwrap()
            .campaigns
            .exposures
            .revenue[1]
            .is_nan()
    );
    refused(
        &with("Infinity"),
        "Line 3 of result.csv cannot be right: the revenue “Infinity” is not a finite number. Nothing was loaded; correct it, or leave it empty where it is not known.",
    );
    refused(
        &with("none of it"),
        "Line 3 of result.csv cannot be right: the revenue “none of it” is not a number. Nothing was loaded; correct it, or leave it empty where it is not known.",
    );
    refused(
        &with("99999999999"),
        "Line 3 of result.csv cannot be right: the revenue 99999999999 is more than any customer would pay. Nothing was loaded; correct it, or leave it empty where it is not known.",
    );
    refused(
        "customer_id,arm,exposed_at,converted\n1,a,2025-01-01,1\n2,b,2025-01-01,perhaps\n",
        "Line 3 of result.csv says “perhaps” in column “converted”, which is neither yes nor no. Nothing was loaded; write 1 or 0, or leave it empty where it is not known.",
    );
    refused(
        "customer_id,arm,exposed_at\n1,a,01/02/2025\n2,b,03/02/2025\n",
        "A day in column “exposed_at” of result.csv cannot be read: 01/02/2025 may have the day or the month first. Nothing was loaded; write dates as 2025-04-15.",
    );
    refused(
        "customer_id,arm,exposed_at\n1,a,2025-01-01\n2,b,soon\n",
        "A day in column “exposed_at” of result.csv cannot be read: on line 3 “soon” is not a date. Nothing was loaded; write dates as 2025-04-15.",
    );
}

/// A million lines, as the page gets them; how long it takes is printed with `--nocapture`.
#[test]
#[ignore = "takes a while in a build without optimisation; measured by hand"]
fn a_million_lines_are_read_at_once() {
    let mut text = String::from("customer_id,arm,exposed_at,converted,revenue\n");
    for at in 0..1_000_000u32 {
        let arm = if at % 2 == 0 { "treated" } else { "control" };
        let cents = at.wrapping_mul(2_654_435_761) % 20_000;
        let bought = u32::from(at % 7 == 0);
        text.push_str(&format!(
            "C{at:07},{arm},2025-04-{:02} 09:{:02}:{:02},{bought},{}.{:02}\n",
            1 + at % 28,
            at % 60,
            at % 59,
            bought * cents / 100,
            bought * cents % 100
        ));
    }
    let begin = std::time::Instant::now();
    let outcomes = read("million.csv", &text).unwrap();
    println!("{:?} for {} bytes", begin.elapsed(), text.len());
    assert_eq!(outcomes.campaigns.exposures.campaign.len(), 1_000_000);
}

#[test]
fn parquet_files_are_read_outside_the_page() {
    let file = root("data/online_retail.parquet");
    let why = outcomes::read_any(file, date(2026, 1, 1)).unwrap_err();
    assert!(
        why.to_string()
            .starts_with("No column of online_retail.parquet says which arm a customer was in."),
        "{why}"
    );
}

//! Both readers see the same.

use std::io::{Cursor, Read};

use flate2::read::GzDecoder;
use proptest::prelude::*;

use super::write::{self, Names, Shape, shapes};
use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_file_is_read_as_arrow_reads_it(shape in shapes()) {
        let bytes = write::file(&shape);
        prop_assert_eq!(ours(&bytes).unwrap(), theirs(&bytes).unwrap());
    }

    #[test]
    fn a_stream_is_read_as_arrow_reads_it(shape in shapes()) {
        let bytes = write::stream(&shape);
        prop_assert_eq!(ours(&bytes).unwrap(), theirs(&bytes).unwrap());
    }
}

/// Not left to chance: every kind, in several batches, with every kind of dictionary.
#[test]
fn every_kind_is_read_as_arrow_reads_it() {
    for names in [Names::Same, Names::Grow, Names::Replace] {
        for (nulls, sliced) in [(false, false), (true, false), (false, true), (true, true)] {
            let shape = Shape {
                kinds: write::kinds(),
                batches: vec![9, 0, 17, 8],
                names,
                nulls,
                sliced,
                alignment: 64,
                seed: 7,
            };
            for bytes in [write::file(&shape), write::stream(&shape)] {
                assert_eq!(ours(&bytes).unwrap(), theirs(&bytes).unwrap());
            }
        }
    }
}

#[test]
fn a_table_may_have_no_rows_and_no_batches() {
    let mut shape = Shape {
        kinds: write::kinds(),
        batches: vec![],
        names: Names::Same,
        nulls: false,
        sliced: false,
        alignment: 8,
        seed: 1,
    };
    for batches in [vec![], vec![0], vec![0, 0]] {
        shape.batches = batches;
        for bytes in [write::file(&shape), write::stream(&shape)] {
            let content = ours(&bytes).unwrap();
            assert_eq!(content, theirs(&bytes).unwrap());
            assert_eq!(content.rows, 0);
        }
    }
}

/// Every file that is shipped, column by column.
#[test]
fn the_shipped_packs_are_read_as_arrow_reads_them() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/data");
    let mut files = 0;
    for pack in ["omnichannel", "online-retail-ii"] {
        for table in crate::pack::TABLES.iter().chain(&crate::pack::USUAL) {
            let file = std::fs::File::open(format!("{root}/{pack}/{table}.arrow")).unwrap();
            let mut bytes = Vec::new();
            GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
            let table = Table::read(&bytes).unwrap();
            let reader = FileReader::try_new(Cursor::new(&bytes), None).unwrap();
            let batches: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
            for (at, column) in table.columns.iter().enumerate() {
                let arrays = batches.iter().map(|batch| their_cells(batch.column(at)));
                let same = our_cells(&table, column) == arrays.flatten().collect::<Vec<_>>();
                assert!(same, "column {} of {pack}", column.name);
            }
            files += 1;
        }
    }
    assert_eq!(files, 14);
}

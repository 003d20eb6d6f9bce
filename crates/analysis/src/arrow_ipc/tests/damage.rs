//! Whatever happens to bytes, there is a table or a sentence.

use proptest::prelude::*;

use super::write::{self, Names, Shape};
use super::*;

/// A file and a stream with every layout in it.
fn samples() -> [Vec<u8>; 2] {
    let kinds = write::kinds();
    let chosen = |kind: &DataType| {
        matches!(
            kind,
            DataType::Boolean | DataType::Int16 | DataType::Utf8 | DataType::LargeUtf8
        ) || matches!(kind, DataType::List(item) if *item.data_type() == DataType::Float32)
            || matches!(kind, DataType::Dictionary(key, value)
                if **key == DataType::Int8 && **value == DataType::Utf8)
    };
    let mut shape = Shape {
        kinds: kinds.into_iter().filter(chosen).collect(),
        batches: vec![5, 9],
        names: Names::Grow,
        nulls: true,
        sliced: false,
        alignment: 8,
        seed: 3,
    };
    let file = write::file(&shape);
    shape.names = Names::Replace;
    [file, write::stream(&shape)]
}

#[test]
fn what_is_cut_is_never_taken_for_whole() {
    for bytes in samples() {
        assert!(ours(&bytes).is_ok());
        for end in 0..bytes.len() {
            assert!(ours(&bytes[..end]).is_err(), "{end} of {}", bytes.len());
        }
    }
}

#[test]
fn what_is_cut_in_front_is_never_taken_for_whole() {
    for bytes in samples() {
        for start in 1..bytes.len() {
            assert!(ours(&bytes[start..]).is_err(), "from {start}");
        }
    }
}

#[test]
fn no_changed_byte_panics() {
    for mut bytes in samples() {
        for at in 0..bytes.len() {
            let byte = bytes[at];
            let flips = (0..8).map(|bit| byte ^ 1 << bit);
            for to in flips.chain([0, 1, 0x7f, 0x80, 0xff]) {
                bytes[at] = to;
                let _ = ours(&bytes);
            }
            bytes[at] = byte;
        }
    }
}

/// Lengths and offsets have four or eight bytes.
#[test]
fn no_changed_number_panics() {
    for bytes in samples() {
        let size = bytes.len() as i64;
        let longs = [i64::MIN, -1, 0, i64::MAX, 1 << 31, 1 << 32, size, 1 << 40];
        let ints = [i32::MIN, -1, 0, i32::MAX, 1 << 16, size as i32];
        for at in 0..bytes.len() {
            for long in longs {
                let _ = ours(&with(&bytes, at, &long.to_le_bytes()));
            }
            for int in ints {
                let _ = ours(&with(&bytes, at, &int.to_le_bytes()));
            }
        }
    }
}

fn with(bytes: &[u8], at: usize, new: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let end = bytes.len().min(at + new.len());
    out[at..end].copy_from_slice(&new[..end - at]);
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_damage_panics(
        sample in 0..2usize,
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = samples()[sample].clone();
        for (at, to) in hits {
            let at = at.index(bytes.len());
            bytes[at] = to;
        }
        let _ = ours(&bytes);
    }

    #[test]
    fn no_mixture_of_pieces_panics(
        sample in 0..2usize,
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        length in 1..200usize,
    ) {
        let bytes = &samples()[sample];
        let piece = &bytes[from.index(bytes.len())..];
        let piece = &piece[..piece.len().min(length)];
        let _ = ours(&with(bytes, to.index(bytes.len()), piece));
    }

    #[test]
    fn no_nonsense_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = ours(&bytes);
        let file = [frames::MAGIC, &[0, 0], &bytes, frames::MAGIC].concat();
        prop_assert!(ours(&file).is_err());
        let length = (bytes.len() as i32).to_le_bytes();
        let file = [frames::MAGIC, &[0, 0], &bytes, &length, frames::MAGIC].concat();
        prop_assert!(ours(&file).is_err());
        let stream = [&frames::MARKER, &length[..], &bytes].concat();
        prop_assert!(ours(&stream).is_err());
    }
}

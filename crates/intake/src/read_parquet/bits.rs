//! Numbers of a few bits each, as Parquet packs them: runs of one value and runs of packed ones, and differences.

use super::Damaged;

/// A number in groups of seven bits, the lowest first.
pub(super) fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, behind) = rest.split_first()?;
        *rest = behind;
        value |= u64::from(byte & 127) << shift;
        if byte < 128 {
            return Some(value);
        }
    }
    None
}

/// The signed number that stands for 0, -1, 1, -2 …
pub(super) fn zigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

/// The number of so many bits that begins at a bit; bits behind the end are noughts.
fn packed(bytes: &[u8], bit: usize, width: u32) -> u64 {
    let from = bytes.get(bit / 8..).unwrap_or_default();
    let shift = (bit % 8) as u32;
    let low = match from.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => {
            let bytes = from.iter().zip((0..64).step_by(8));
            bytes.fold(0, |all, (&byte, at)| all | (u64::from(byte) << at))
        }
    } >> shift;
    // At most seven bits stand in a ninth byte.
    let high = match from.get(8) {
        Some(&ninth) if shift > 0 => u64::from(ninth) << (64 - shift),
        _ => 0,
    };
    let mask = u64::MAX.checked_shr(64 - width).unwrap_or_default();
    (low | high) & mask
}

/// Values in runs: of one value, or of eight and eight packed ones.
pub(super) struct Runs<'a> {
    rest: &'a [u8],
    width: u32,
    run: Run<'a>,
    /// How many are left of the run.
    left: usize,
}

enum Run<'a> {
    Of(u32),
    Packed { bytes: &'a [u8], bit: usize },
}

impl<'a> Runs<'a> {
    /// For values of so many bits, at most 32.
    ///
    /// # Errors
    /// When they would be wider.
    pub(super) fn of(bytes: &'a [u8], width: u32) -> Result<Self, Damaged> {
        match width <= 32 {
            true => Ok(Self {
                rest: bytes,
                width,
                run: Run::Of(0),
                left: 0,
            }),
            false => Err(Damaged::Page),
        }
    }

    /// Hands out the next so many values.
    ///
    /// # Errors
    /// When there are not so many.
    pub(super) fn read(
        &mut self,
        many: usize,
        each: &mut dyn FnMut(u32) -> Result<(), Damaged>,
    ) -> Result<(), Damaged> {
        let mut wanted = many;
        while wanted > 0 {
            if self.left == 0 {
                self.begin()?;
            }
            let now = self.left.min(wanted);
            match &mut self.run {
                Run::Of(value) => (0..now).try_for_each(|_| each(*value))?,
                Run::Packed { bytes, bit } => {
                    for _ in 0..now {
                        let value = packed(bytes, *bit, self.width);
                        each(value as u32)?;
                        *bit += self.width as usize;
                    }
                }
            }
            self.left -= now;
            wanted -= now;
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<(), Damaged> {
        let head = varint(&mut self.rest).ok_or(Damaged::Page)?;
        let many = usize::try_from(head >> 1).map_err(|_| Damaged::Page)?;
        if many == 0 {
            return Err(Damaged::Page);
        }
        if head & 1 == 0 {
            let bytes = self.width.div_ceil(8) as usize;
            let (value, rest) = self.rest.split_at_checked(bytes).ok_or(Damaged::Page)?;
            self.run = Run::Of(packed(value, 0, self.width) as u32);
            (self.rest, self.left) = (rest, many);
            return Ok(());
        }
        let values = many.checked_mul(8).ok_or(Damaged::Page)?;
        let bytes = many.saturating_mul(self.width as usize);
        // Some writers leave out what fills up the last group.
        let end = bytes.min(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).ok_or(Damaged::Page)?;
        let held = match self.width {
            0 => values,
            width => values.min(taken.len().saturating_mul(8) / width as usize),
        };
        if held == 0 {
            return Err(Damaged::Page);
        }
        self.run = Run::Packed {
            bytes: taken,
            bit: 0,
        };
        (self.rest, self.left) = (rest, held);
        Ok(())
    }
}

/// Whole numbers as differences, packed in blocks; `rest` stands behind them afterwards. They are at most `most`.
///
/// # Errors
/// When the blocks are cut, or hold more.
pub(super) fn differences(rest: &mut &[u8], most: usize) -> Result<Vec<i64>, Damaged> {
    let mut head = || varint(rest).ok_or(Damaged::Page);
    let (block, minis, many, first) = (head()?, head()?, head()?, head()?);
    let many = usize::try_from(many).map_err(|_| Damaged::Page)?;
    let size = block.checked_div(minis).unwrap_or_default();
    if many > most || size == 0 || size % 8 != 0 || block > 1 << 20 {
        return Err(Damaged::Page);
    }
    let (minis, size) = (minis as usize, size as usize);
    let mut all = Vec::with_capacity(many);
    let mut last = zigzag(first);
    if many > 0 {
        all.push(last);
    }
    while all.len() < many {
        let least = zigzag(varint(rest).ok_or(Damaged::Page)?);
        let (widths, behind) = rest.split_at_checked(minis).ok_or(Damaged::Page)?;
        *rest = behind;
        for &width in widths {
            let left = size.min(many - all.len());
            if left == 0 {
                break;
            }
            let width = u32::from(width);
            if width > 64 {
                return Err(Damaged::Page);
            }
            let bytes = size / 8 * width as usize;
            // The last one may be cut behind its last value.
            let end = bytes.min(rest.len());
            if end.saturating_mul(8) < left * width as usize {
                return Err(Damaged::Page);
            }
            let (mini, behind) = rest.split_at_checked(end).ok_or(Damaged::Page)?;
            *rest = behind;
            for at in 0..left {
                let more = packed(mini, at * width as usize, width).cast_signed();
                last = last.wrapping_add(least).wrapping_add(more);
                all.push(last);
            }
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(bytes: &[u8], width: u32, many: usize) -> Result<Vec<u32>, Damaged> {
        let mut all = vec![];
        let mut runs = Runs::of(bytes, width)?;
        // In two pieces, as pages and groups of lines cut them.
        for piece in [many / 2, many - many / 2] {
            runs.read(piece, &mut |value| {
                all.push(value);
                Ok(())
            })?;
        }
        Ok(all)
    }

    #[test]
    fn runs_are_of_one_value_or_of_packed_ones() {
        // As the format's description has it: 0 to 7 in three bits.
        let eight = [0x03, 0b1000_1000, 0b1100_0110, 0b1111_1010];
        assert_eq!(runs(&eight, 3, 8), Ok((0..8).collect()));
        assert_eq!(runs(&eight[..3], 3, 5), Ok((0..5).collect()));
        assert_eq!(runs(&eight[..3], 3, 8), Err(Damaged::Page));
        assert_eq!(runs(&[8, 0x2c, 1], 9, 4), Ok(vec![300; 4]));
        assert_eq!(runs(&[8], 0, 4), Ok(vec![0; 4]));
        assert_eq!(runs(&[8, 1], 1, 5), Err(Damaged::Page));
        assert_eq!(runs(&[0, 1, 8, 1], 1, 1), Err(Damaged::Page));
        assert_eq!(runs(&[8, 1, 1, 1, 1, 1], 33, 1), Err(Damaged::Page));
    }

    #[test]
    fn numbers_of_any_width_begin_at_any_bit() {
        let bytes: Vec<u8> = (0..40_u32).map(|at| (at * 37 % 251) as u8).collect();
        for bit in 0..200 {
            for width in 1..=64 {
                let plain = (0..width).fold(0_u64, |all, at| {
                    let at_bit = bit + at as usize;
                    all | (u64::from(bytes[at_bit / 8] >> (at_bit % 8) & 1) << at)
                });
                assert_eq!(packed(&bytes, bit, width), plain, "{bit} {width}");
            }
        }
        assert_eq!(packed(&bytes, 3, 0), 0);
    }

    #[test]
    fn signs_are_folded_in() {
        assert_eq!([0, 1, 2, 3].map(zigzag), [0, -1, 1, -2]);
        assert_eq!(zigzag(u64::MAX), i64::MIN);
        assert_eq!(varint(&mut &[0xac, 0x02, 7][..]), Some(300));
        assert_eq!(varint(&mut &[0xff; 11][..]), None);
    }
}

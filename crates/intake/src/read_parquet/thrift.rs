//! Thrift's compact protocol, in which a Parquet file says what is in it: fields have numbers, and what is not asked for is
//! passed over.

/// The bytes are no Thrift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotThrift;

type Read<T> = Result<T, NotThrift>;

/// How deep values may lie in each other.
const DEPTH: usize = 32;

/// The kind of a value, as a number of the protocol; `true` and `false` are kinds of their own in fields.
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const LONG: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;

/// Reads values one after the other.
pub(super) struct Thrift<'a> {
    rest: &'a [u8],
    depth: usize,
}

/// One field of a struct, whose value follows; it is passed over unless it is taken.
pub(super) struct Field<'r, 'a> {
    /// Its number.
    pub(super) id: i64,
    kind: u8,
    reader: &'r mut Thrift<'a>,
    is_taken: bool,
}

impl<'a> Thrift<'a> {
    /// For these bytes.
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            depth: 0,
        }
    }

    /// What was not read.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Reads a struct: every field is handed out, in the order in which they stand.
    ///
    /// # Errors
    /// When the bytes are none, or a field is of another kind than it is taken for.
    pub(super) fn fields(
        &mut self,
        each: &mut dyn FnMut(&mut Field<'_, 'a>) -> Read<()>,
    ) -> Read<()> {
        let mut last = 0_i64;
        loop {
            let head = self.byte()?;
            let kind = head & 15;
            if kind == 0 {
                return Ok(());
            }
            last = match head >> 4 {
                0 => self.signed()?,
                further => last.saturating_add(i64::from(further)),
            };
            let mut field = Field {
                id: last,
                kind,
                reader: self,
                is_taken: false,
            };
            each(&mut field)?;
            if !field.is_taken {
                self.pass(kind)?;
            }
        }
    }

    fn byte(&mut self) -> Read<u8> {
        let (&first, rest) = self.rest.split_first().ok_or(NotThrift)?;
        self.rest = rest;
        Ok(first)
    }

    fn bytes(&mut self, many: u64) -> Read<&'a [u8]> {
        let many = usize::try_from(many).map_err(|_| NotThrift)?;
        let (taken, rest) = self.rest.split_at_checked(many).ok_or(NotThrift)?;
        self.rest = rest;
        Ok(taken)
    }

    fn unsigned(&mut self) -> Read<u64> {
        super::bits::varint(&mut self.rest).ok_or(NotThrift)
    }

    fn signed(&mut self) -> Read<i64> {
        self.unsigned().map(super::bits::zigzag)
    }

    /// The kind of what is in a list, and how many of it.
    fn list(&mut self) -> Read<(u8, u64)> {
        let head = self.byte()?;
        let many = match head >> 4 {
            15 => self.unsigned()?,
            few => u64::from(few),
        };
        // Each takes a byte or more.
        match many <= self.rest.len() as u64 {
            true => Ok((head & 15, many)),
            false => Err(NotThrift),
        }
    }

    /// Passes over the value of a field.
    fn pass(&mut self, kind: u8) -> Read<()> {
        self.deeper(&mut |reader| match kind {
            TRUE | FALSE => Ok(()),
            BYTE => reader.bytes(1).map(drop),
            4..=LONG => reader.unsigned().map(drop),
            DOUBLE => reader.bytes(8).map(drop),
            BINARY => {
                let many = reader.unsigned()?;
                reader.bytes(many).map(drop)
            }
            LIST | SET => {
                let (kind, many) = reader.list()?;
                (0..many).try_for_each(|_| reader.pass_member(kind))
            }
            MAP => {
                let many = reader.unsigned()?;
                if many == 0 {
                    return Ok(());
                }
                let kinds = reader.byte()?;
                (0..many).try_for_each(|_| {
                    reader.pass_member(kinds >> 4)?;
                    reader.pass_member(kinds & 15)
                })
            }
            STRUCT => reader.fields(&mut |_| Ok(())),
            _ => Err(NotThrift),
        })
    }

    /// Passes over a value in a list or map, where truth takes a byte.
    fn pass_member(&mut self, kind: u8) -> Read<()> {
        match kind {
            TRUE | FALSE => self.byte().map(drop),
            other => self.pass(other),
        }
    }

    fn deeper(&mut self, read: &mut dyn FnMut(&mut Self) -> Read<()>) -> Read<()> {
        if self.depth == DEPTH {
            return Err(NotThrift);
        }
        self.depth += 1;
        let done = read(self);
        self.depth -= 1;
        done
    }
}

impl<'a> Field<'_, 'a> {
    fn taken(&mut self, is_right: bool) -> Read<()> {
        self.is_taken = true;
        is_right.then_some(()).ok_or(NotThrift)
    }

    /// Its value as a whole number.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn whole(&mut self) -> Read<i64> {
        self.taken((BYTE..=LONG).contains(&self.kind))?;
        match self.kind {
            BYTE => self.reader.byte().map(|byte| i64::from(byte.cast_signed())),
            _ => self.reader.signed(),
        }
    }

    /// Its value as a size or place, never below zero.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn size(&mut self) -> Read<u64> {
        u64::try_from(self.whole()?).map_err(|_| NotThrift)
    }

    /// Whether it is true.
    ///
    /// # Errors
    /// When it is neither.
    pub(super) fn truth(&mut self) -> Read<bool> {
        self.taken(matches!(self.kind, TRUE | FALSE))?;
        Ok(self.kind == TRUE)
    }

    /// Its value as a text.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn text(&mut self) -> Read<&'a str> {
        self.taken(self.kind == BINARY)?;
        let many = self.reader.unsigned()?;
        let bytes = self.reader.bytes(many)?;
        std::str::from_utf8(bytes).map_err(|_| NotThrift)
    }

    /// Reads its value as a struct.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn fields(
        &mut self,
        each: &mut dyn FnMut(&mut Field<'_, 'a>) -> Read<()>,
    ) -> Read<()> {
        self.taken(self.kind == STRUCT)?;
        self.reader.deeper(&mut |reader| reader.fields(each))
    }

    /// Reads its value as a list of structs; each is read by `member`.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn each(&mut self, member: &mut dyn FnMut(&mut Thrift<'a>) -> Read<()>) -> Read<()> {
        self.taken(self.kind == LIST)?;
        let (kind, many) = self.reader.list()?;
        if kind != STRUCT && many > 0 {
            return Err(NotThrift);
        }
        self.reader
            .deeper(&mut |reader| (0..many).try_for_each(|_| member(reader)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_taken_or_passed_over() {
        // 1: "ab", 2: list of two truths, 3: map of 1 to 1, 5: [{1: -2}], 20: true, 21: 7.
        let bytes = [
            0x18, 2, b'a', b'b', 0x19, 0x21, 1, 2, 0x1b, 1, 0x55, 2, 2, 0x29, 0x1c, 0x16, 3, 0,
            0x01, 40, 0x15, 14, 0, 99,
        ];
        let mut reader = Thrift::of(&bytes);
        let mut seen = String::new();
        reader
            .fields(&mut |field| {
                let said = match field.id {
                    1 => field.text()?.to_owned(),
                    5 => {
                        let mut inner = 0;
                        field.each(&mut |member| {
                            member.fields(&mut |field| {
                                inner = field.whole()?;
                                Ok(())
                            })
                        })?;
                        inner.to_string()
                    }
                    20 => field.truth()?.to_string(),
                    21 => field.size()?.to_string(),
                    _ => return Ok(()),
                };
                seen.push_str(&format!("{}:{said} ", field.id));
                Ok(())
            })
            .unwrap();
        assert_eq!(seen, "1:ab 5:-2 20:true 21:7 ");
        assert_eq!(reader.rest(), [99]);
        for end in 0..bytes.len() - 1 {
            let mut cut = Thrift::of(&bytes[..end]);
            assert_eq!(cut.fields(&mut |_| Ok(())), Err(NotThrift), "{end}");
        }
    }

    #[test]
    fn what_lies_too_deep_is_refused() {
        let deep = [0x1c; 100];
        assert_eq!(Thrift::of(&deep).fields(&mut |_| Ok(())), Err(NotThrift));
    }
}

//! Forms of workbooks, told apart by what stands in them; reading them is another matter.

use std::io::Cursor;

/// The form of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Excel since 2007.
    Xlsx,
    /// The same in binary.
    Xlsb,
    /// Excel up to 2003.
    Xls,
    /// OpenDocument.
    Ods,
}

/// How much of the end of a ZIP archive is looked at for the names of what it holds.
const NAMES: usize = 64 * 1024;

impl Kind {
    /// The form of a workbook, told by what stands in the file and else by its ending; nothing when it is none.
    pub fn of(bytes: &[u8], file: &str) -> Option<Self> {
        let holds =
            |part: &[u8], name: &str| part.windows(name.len()).any(|w| w == name.as_bytes());
        match bytes {
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(Self::Xls),
            [b'P', b'K', 3, 4, ..] => {
                if let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) {
                    return Self::holding(|name| archive.index_for_name(name).is_some());
                }
                // A cut one has no list of what is in it.
                let names = &bytes[bytes.len().saturating_sub(NAMES)..];
                let begin = &bytes[..bytes.len().min(200)];
                match () {
                    () if holds(names, "xl/workbook.bin") => Some(Self::Xlsb),
                    () if holds(names, "xl/workbook.xml") => Some(Self::Xlsx),
                    () if holds(begin, "opendocument.spreadsheet") => Some(Self::Ods),
                    () => Self::named(file),
                }
            }
            _ => None,
        }
    }

    /// The form of an archive that can be opened, by what it holds.
    fn holding(has: impl Fn(&str) -> bool) -> Option<Self> {
        match () {
            () if has("xl/workbook.bin") => Some(Self::Xlsb),
            () if has("xl/workbook.xml") => Some(Self::Xlsx),
            () if has("content.xml") && has("mimetype") => Some(Self::Ods),
            () => None,
        }
    }

    fn named(file: &str) -> Option<Self> {
        let file = file.to_lowercase();
        let (_, ending) = file.rsplit_once('.')?;
        match ending {
            "xlsx" | "xlsm" => Some(Self::Xlsx),
            "xlsb" => Some(Self::Xlsb),
            "ods" => Some(Self::Ods),
            _ => None,
        }
    }
}

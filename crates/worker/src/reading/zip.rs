//! A ZIP archive of files that are compressed already: they are stored as they are.

/// The archive of these files, names with folders. No times: equal files, equal archive. Files of 4 GB and more have no room
/// in this form; nothing here comes near.
pub fn stored(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (name, bytes) in files {
        let at = size(archive.len());
        let about = about(name, bytes);
        archive.extend(b"PK\x03\x04");
        archive.extend(&about);
        archive.extend(name.as_bytes());
        archive.extend(bytes);
        directory.extend(b"PK\x01\x02");
        // Made by a program that knows version 2.0.
        directory.extend(20u16.to_le_bytes());
        directory.extend(&about);
        // No remark, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(at);
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(files.len()).unwrap_or(u16::MAX).to_le_bytes();
    let (start, length) = (size(archive.len()), size(directory.len()));
    archive.extend(directory);
    archive.extend(b"PK\x05\x06");
    archive.extend([0; 4]);
    archive.extend(count);
    archive.extend(count);
    archive.extend(length);
    archive.extend(start);
    archive.extend([0; 2]);
    archive
}

/// What both headers of a file say alike.
fn about(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut about = Vec::new();
    about.extend(20u16.to_le_bytes());
    // Names are UTF-8; stored; 1 January 1980.
    about.extend(0x0800u16.to_le_bytes());
    about.extend([0, 0, 0, 0, 0x21, 0]);
    about.extend(crc(bytes).to_le_bytes());
    about.extend(size(bytes.len()));
    about.extend(size(bytes.len()));
    about.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
    about.extend([0; 2]);
    about
}

fn size(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes()
}

/// CRC-32 as ZIP has it.
fn crc(bytes: &[u8]) -> u32 {
    let table: [u32; 256] = std::array::from_fn(|byte| {
        (0..8).fold(byte as u32, |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    });
    let step = |crc: u32, byte: &u8| {
        let at = usize::from(crc.to_le_bytes()[0] ^ byte);
        (crc >> 8) ^ table.get(at).copied().unwrap_or_default()
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn another_reader_finds_every_file_as_it_was() {
        let files = [
            ("index.json".to_owned(), b"[]".to_vec()),
            ("shop/usual/overview.arrow".to_owned(), vec![7; 70_000]),
            ("shop/l\u{e4}nder.arrow".to_owned(), vec![]),
        ];
        let archive = stored(&files);
        let mut read = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
        assert_eq!(read.len(), files.len());
        for (at, (name, bytes)) in files.iter().enumerate() {
            let mut entry = read.by_index(at).unwrap();
            assert_eq!(entry.name(), name);
            let mut all = vec![];
            // The reader compares the checksum.
            entry.read_to_end(&mut all).unwrap();
            assert_eq!(all, *bytes);
        }
    }
}

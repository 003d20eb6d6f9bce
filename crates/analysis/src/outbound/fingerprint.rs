//! Fingerprints: SHA-256 in hexadecimal.

use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes.
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The SHA-256 of a text in hexadecimal, small letters.
pub fn fingerprint(text: &str) -> String {
    let mut out = String::with_capacity(64);
    write(&digest(text.as_bytes()), &mut out);
    out
}

/// Appends bytes in hexadecimal.
pub fn write(bytes: &[u8], out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for bytes in bytes.chunks(32) {
        let mut written = [0; 64];
        for (pair, byte) in written.chunks_exact_mut(2).zip(bytes) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        let digits = written.get(..bytes.len() * 2).unwrap_or_default();
        // Digits and letters a to f are text.
        out.push_str(std::str::from_utf8(digits).unwrap_or_default());
    }
}

/// The bytes of 64 hexadecimal digits; none of anything else.
pub fn parse(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let half = |at: usize| char::from(pair[at]).to_digit(16);
        *byte = u8::try_from(half(0)? << 4 | half(1)?).ok()?;
    }
    Some(bytes)
}

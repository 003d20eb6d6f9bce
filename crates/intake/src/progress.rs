//! How far the reading has come, for whoever waits for it.

/// How far the reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The file that is read; empty once all are, and the data set is made.
    pub file: &'a str,
    /// Bytes read of all files, unpacked.
    pub bytes: u64,
    /// How many there are; what is in an archive counts.
    pub all: u64,
    /// Lines read.
    pub lines: u64,
}

/// Somebody who is told, some times a second.
pub type Told<'a> = dyn FnMut(Progress<'_>) + 'a;

/// Nobody is told.
pub fn nobody() -> impl FnMut(Progress<'_>) {
    |_| {}
}

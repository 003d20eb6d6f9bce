//! What can be wrong with a file or a stream: one half sentence each, tested word for word.

/// Why a table cannot be read. The text fits into [`clientele_model::failure::Failure::NotArrow`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Broken {
    /// Neither a file nor a stream.
    #[error("it does not begin like an Arrow file")]
    Beginning,
    /// A file without its last bytes.
    #[error("its end is missing")]
    End,
    /// A footer that is cut, or does not verify.
    #[error("its footer cannot be read")]
    Footer,
    /// A stream without its end marker.
    #[error("the stream was cut before its end")]
    Cut,
    /// Bytes after the end marker of a stream that are not the number of its rows.
    #[error("its end is not followed by the number of its rows")]
    Trailing,
    /// The footer names a block that is not there.
    #[error("a block is not where the footer says")]
    Block,
    /// A flatbuffer that does not verify.
    #[error("a message cannot be read")]
    Message,
    /// A message of another type than can stand there.
    #[error("a message is out of place")]
    Place,
    /// Metadata before version 4 or after version 5.
    #[error("it is of a version of Arrow that is not read here")]
    Version,
    /// Big-endian bodies.
    #[error("its numbers are big-endian, which is not read here")]
    BigEndian,
    /// Compressed bodies.
    #[error("its columns are compressed one by one, which is not read here")]
    Compressed,
    /// A kind outside the closed set.
    #[error("column “{column}” is of kind {kind}, which is not read here")]
    Kind {
        /// The column.
        column: String,
        /// Arrow's name of the kind.
        kind: &'static str,
    },
    /// A batch with other columns or lengths than its schema says.
    #[error("a batch does not fit the columns")]
    Shape,
    /// Several references to the same bytes.
    #[error("the same bytes are used twice")]
    Shared,
    /// More rows than the body of the batch can hold.
    #[error("a batch promises more rows than it holds")]
    Rows,
    /// More rows than are taken.
    #[error("it has more rows than can be held")]
    TooMany,
    /// A buffer that reaches outside the body, or is too short for its rows.
    #[error("column “{0}” is cut")]
    Short(String),
    /// A null count that its validity bitmap contradicts.
    #[error("column “{0}” miscounts its gaps")]
    Gaps(String),
    /// Offsets of texts or lists that are missing or do not ascend.
    #[error("column “{0}” has its offsets out of order")]
    Offsets(String),
    /// Bytes that are no text.
    #[error("column “{0}” holds bytes that are not UTF-8")]
    Text(String),
    /// A position beyond the dictionary.
    #[error("column “{0}” points outside its names")]
    Outside(String),
    /// A dictionary that no column uses.
    #[error("a dictionary belongs to no column")]
    Stray,
    /// A dictionary that one file replaces.
    #[error("the names of column “{0}” are given twice")]
    Twice(String),
    /// Columns that share a dictionary and disagree about what it holds.
    #[error("columns disagree about the names they share")]
    Disagree,
}

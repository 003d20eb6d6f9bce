//! The two tables about a whole data set: a gateway makes its catalogue from them.

use clientele_model::columns;
use clientele_model::failure::Failure;
use clientele_model::table::{DIMENSIONS_TABLE, LEDGER_TABLE};

use crate::columns::structure;
use crate::pack::read::Source;

columns!(dimensions => structure {
    /// What a catalogue needs: one row per fact.
    pub struct DimensionRows {}
});

columns!(ledger => structure {
    /// What became of every line: one row per count.
    pub struct LedgerRows {}
});

impl DimensionRows {
    /// Reads the Arrow stream of a database.
    ///
    /// # Errors
    /// [`Failure::NotArrow`] for what is no whole stream with columns of these kinds, [`Failure::MissingColumn`].
    pub fn read(stream: &[u8]) -> Result<Self, Failure> {
        let mut rows = Self::default();
        Source::read(DIMENSIONS_TABLE.name, stream)?.fill(rows.columns_mut())?;
        Ok(rows)
    }
}

impl LedgerRows {
    /// Reads the Arrow stream of a database.
    ///
    /// # Errors
    /// As [`DimensionRows::read`].
    pub fn read(stream: &[u8]) -> Result<Self, Failure> {
        let mut rows = Self::default();
        Source::read(LEDGER_TABLE.name, stream)?.fill(rows.columns_mut())?;
        Ok(rows)
    }
}

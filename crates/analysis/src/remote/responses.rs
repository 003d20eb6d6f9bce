//! What a gateway sent of the customers of a campaign.

use clientele_model::failure::Failure;

use super::Request;
use super::read::refused;
use crate::pack::read::Source;
use crate::tables::ResponsesTable;

/// Reads what came for a request.
///
/// # Errors
/// [`Failure::Refused`] for what is no whole and sound table of the contract.
pub(crate) fn responses(request: &Request, bytes: &[u8]) -> Result<ResponsesTable, Failure> {
    let days = request.campaign.as_ref().map_or(0, |(_, days)| *days);
    let read = |mut source: Source| {
        let mut table = ResponsesTable::default();
        source.fill(table.columns_mut())?;
        match table.is_sound(days) {
            true => Ok(table),
            false => Err(source.damaged("its days are not in order")),
        }
    };
    Source::read(request.name(), bytes)
        .and_then(read)
        .map_err(|why| refused(request.name(), why))
}

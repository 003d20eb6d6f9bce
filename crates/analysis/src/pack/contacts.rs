//! The contact details of customers beside their e-mail address: a file of its own, so that only who writes a file for a tool
//! ever loads it.

use clientele_model::columns;
use clientele_model::failure::Failure;

use super::read::Source;
use super::write::Writer;
use super::{CONTACTS, Encoded};
use crate::columns::structure;

columns!(pack_contacts => structure {
    /// Contact details, by position of the customer; columns that the data do not have are empty.
    pub struct Contacts {}
});

impl Contacts {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        let all = [
            &self.phone,
            &self.first_name,
            &self.last_name,
            &self.city,
            &self.region,
            &self.postal_code,
        ];
        all.iter().all(|texts| texts.is_empty())
    }
}

/// The file.
///
/// # Errors
/// [`Failure::NotArrow`] when a column is longer than a file can hold.
pub fn encode(contacts: &Contacts, customers: usize) -> Result<Encoded, Failure> {
    Writer::new(CONTACTS, customers)
        .columns(&contacts.columns())?
        .finish()
}

/// Contact details of so many customers.
///
/// # Errors
/// [`Failure::NotArrow`] for a damaged file or one of other customers, and [`Failure::Newer`] when it was written for a newer
/// contract.
pub fn read(bytes: &[u8], customers: usize) -> Result<Contacts, Failure> {
    let mut source = Source::read(CONTACTS, bytes)?;
    if source.rows() != customers {
        return Err(source.damaged("it is of other customers"));
    }
    let mut contacts = Contacts::default();
    source.fill(contacts.columns_mut())?;
    Ok(contacts)
}

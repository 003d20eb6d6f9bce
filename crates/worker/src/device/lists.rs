//! Lists of customers that this device keeps, each under its fingerprint.

use super::folder::Folder;

/// Keeps the text of a list; whether that went well.
pub async fn keep(key: String, text: String) -> bool {
    let Ok(folder) = Folder::lists(true).await else {
        return false;
    };
    match folder.open_in_turn(&key).await {
        Ok(file) => file.write(text.as_bytes()).is_ok(),
        Err(_) => false,
    }
}

/// The text of a list, where this device keeps it.
pub async fn read(key: String) -> Option<String> {
    let folder = Folder::lists(false).await.ok()?;
    let bytes = folder.read(&key).await.ok()?;
    String::from_utf8(bytes)
        .ok()
        .filter(|text| !text.is_empty())
}

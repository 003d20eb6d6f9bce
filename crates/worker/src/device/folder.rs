//! A folder of the browser's own file system.

use js_sys::{AsyncIterator, Function, IteratorNext, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions, FileSystemRemoveOptions, FileSystemSyncAccessHandle,
};

use crate::port;

/// How often one waits for another thread that writes a file, and how long each time, in milliseconds.
const WAITS: (u32, i32) = (60, 50);

/// A folder.
#[derive(Clone)]
pub struct Folder(FileSystemDirectoryHandle);

/// A file that only this thread writes, as long as it lives.
pub struct Open(FileSystemSyncAccessHandle);

impl Folder {
    /// The one of data sets of one's own, made where that is asked for.
    ///
    /// # Errors
    /// Where the browser keeps no files, or there are none.
    pub async fn own(make: bool) -> Result<Self, JsValue> {
        Self::top("own", make).await
    }

    /// The one of lists of customers, in the same way.
    ///
    /// # Errors
    /// As [`Folder::own`].
    pub async fn lists(make: bool) -> Result<Self, JsValue> {
        Self::top("lists", make).await
    }

    async fn top(name: &str, make: bool) -> Result<Self, JsValue> {
        if !super::may_keep() {
            return Err(JsValue::NULL);
        }
        let storage = port::scope().navigator().storage();
        let root = JsFuture::from(storage.get_directory()).await?;
        Self(root.unchecked_into()).folder(name, make).await
    }

    /// A folder in it, made where that is asked for.
    ///
    /// # Errors
    /// When there is none, or no room.
    pub async fn folder(&self, name: &str, make: bool) -> Result<Self, JsValue> {
        let options = FileSystemGetDirectoryOptions::new();
        options.set_create(make);
        let folder = self.0.get_directory_handle_with_options(name, &options);
        Ok(Self(JsFuture::from(folder).await?.unchecked_into()))
    }

    /// The names of everything in it, in order.
    ///
    /// # Errors
    /// When it is gone.
    pub async fn names(&self) -> Result<Vec<String>, JsValue> {
        let keys: AsyncIterator = self.0.keys();
        let mut names = Vec::new();
        loop {
            let next: IteratorNext = JsFuture::from(keys.next()?).await?.unchecked_into();
            if next.done() {
                names.sort_unstable();
                return Ok(names);
            }
            names.extend(next.value().as_string());
        }
    }

    /// A file as the browser sees it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn blob(&self, name: &str) -> Result<Blob, JsValue> {
        let handle = self.handle(name, false).await?;
        Ok(JsFuture::from(handle.get_file()).await?.unchecked_into())
    }

    /// Everything in a file.
    ///
    /// # Errors
    /// When there is none.
    pub async fn read(&self, name: &str) -> Result<Vec<u8>, JsValue> {
        let blob = self.blob(name).await?;
        let buffer = JsFuture::from(blob.array_buffer()).await?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }

    /// Opens a file for writing, alone; it is made when it is not there.
    ///
    /// # Errors
    /// When somebody else writes it, or there is no room.
    pub async fn open(&self, name: &str) -> Result<Open, JsValue> {
        let handle = self.handle(name, true).await?;
        let open = JsFuture::from(handle.create_sync_access_handle()).await?;
        Ok(Open(open.unchecked_into()))
    }

    /// The same; another thread that writes it is waited for.
    ///
    /// # Errors
    /// When somebody writes it all the time, or there is no room.
    pub async fn open_in_turn(&self, name: &str) -> Result<Open, JsValue> {
        for _ in 0..WAITS.0 {
            match self.open(name).await {
                Err(why) if is_called(&why, "NoModificationAllowedError") => pause(WAITS.1).await,
                done => return done,
            }
        }
        self.open(name).await
    }

    /// Takes a file or a folder out, with everything in it.
    ///
    /// # Errors
    /// When it is not there, or somebody writes it.
    pub async fn remove(&self, name: &str) -> Result<(), JsValue> {
        let options = FileSystemRemoveOptions::new();
        options.set_recursive(true);
        let removed = self.0.remove_entry_with_options(name, &options);
        JsFuture::from(removed).await.map(drop)
    }

    async fn handle(&self, name: &str, make: bool) -> Result<FileSystemFileHandle, JsValue> {
        let options = FileSystemGetFileOptions::new();
        options.set_create(make);
        let handle = self.0.get_file_handle_with_options(name, &options);
        Ok(JsFuture::from(handle).await?.unchecked_into())
    }
}

/// Lets others go on for some milliseconds.
async fn pause(milliseconds: i32) {
    let mut wait = |done: Function, _: Function| {
        let set = port::scope()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds);
        if set.is_err() {
            // Where no clock runs nothing is waited for.
            done.call0(&JsValue::NULL).unwrap_or_default();
        }
    };
    let waited = JsFuture::from(Promise::new(&mut wait)).await;
    waited.map(drop).unwrap_or_default();
}

/// Whether what the browser says has this name.
pub fn is_called(why: &JsValue, wanted: &str) -> bool {
    let name = Reflect::get(why, &"name".into()).ok();
    let name = name.and_then(|name| name.as_string()).or(why.as_string());
    name.is_some_and(|name| name == wanted)
}

impl Open {
    /// Replaces everything in it.
    ///
    /// # Errors
    /// When there is no room.
    pub fn write(&self, bytes: &[u8]) -> Result<(), JsValue> {
        self.clear()?;
        self.append(bytes)?;
        self.0.flush()
    }

    /// Takes everything out of it.
    ///
    /// # Errors
    /// When the browser cannot.
    pub fn clear(&self) -> Result<(), JsValue> {
        self.0.truncate_with_u32(0)
    }

    /// Writes behind what was written before.
    ///
    /// # Errors
    /// When there is no room.
    pub fn append(&self, bytes: &[u8]) -> Result<(), JsValue> {
        // Some browsers say that there is no room by writing less.
        let written = self.0.write_with_u8_array(bytes)?;
        if written < bytes.len() as f64 {
            return Err(JsValue::from_str("QuotaExceededError"));
        }
        Ok(())
    }

    /// Everything in it, read once, before anything is written.
    ///
    /// # Errors
    /// When the browser cannot.
    pub fn read(&self) -> Result<Vec<u8>, JsValue> {
        let mut bytes = vec![0; self.size() as usize];
        let read = self.0.read_with_u8_array(&mut bytes)?;
        bytes.truncate(read as usize);
        Ok(bytes)
    }

    /// Its size in bytes.
    pub fn size(&self) -> f64 {
        self.0.get_size().unwrap_or_default()
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.close();
    }
}

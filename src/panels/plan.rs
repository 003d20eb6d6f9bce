//! The panel.

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::experiments::Tabs;
use crate::lazy::MakeView;

/// The panel's code.
#[wasm_split(plan, fallible)]
pub fn plan() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Tabs/> }.into_any())
}

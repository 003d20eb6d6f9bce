//! The face of Clientele: what is seen, and how it asks.
//!
//! One direction of flow: address → filters ([`state`]) → question → answer ([`ask`], [`engine_client`]) → picture ([`charts`],
//! [`figure`]). Panels ([`panels`]) stand in the frame ([`frame`]) and put these together.

#![recursion_limit = "256"]

pub mod state;

pub mod ask;
pub mod engine_client;

pub mod charts;
pub mod download;
pub mod effect;
pub mod figure;
pub mod format;
pub mod icon;
pub mod idle_queue;
pub mod lazy;
pub mod names;
pub mod offers;
pub mod opening;
pub mod reader_client;
mod sign_in;
pub mod table;
mod timing;
pub mod waiting;
mod way_out;

pub mod embed;
pub mod frame;
pub mod panels;

pub mod browser;

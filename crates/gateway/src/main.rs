//! The `clientele` command: makes packs, asks questions, serves the page.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clientele_gateway::{ask, assign, command, export, serve, synth};

/// Who a shop's customers are, from its transactions.
#[derive(Parser)]
#[command(name = "clientele", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a pack, which the page and `ask` read, from files of transactions
    Pack(Box<command::Pack>),
    /// Make up an omnichannel retailer whose true effects are known, as a pack
    Synth(synth::command::Synth),
    /// Answer a question about a pack, as the page would
    Ask(ask::Ask),
    /// Draw the lists of a test: who gets it, who is held back
    Assign(assign::Assign),
    /// Write an audience as a file for the tool it is written to with
    Export(export::Export),
    /// Serve the page, packs, and tables from ClickHouse
    Serve(serve::command::Serve),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Pack(pack) => pack.run(),
        Command::Synth(synth) => synth.run(),
        Command::Ask(ask) => ask.run(),
        Command::Assign(assign) => assign.run(),
        Command::Export(export) => export.run(),
        Command::Serve(serve) => serve.run(),
    }
}

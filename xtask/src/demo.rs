//! Builds the page and serves it on this machine.

use clientele_driver::Server;

use crate::retailer::{HEADLINE, Retailer};
use crate::step::{self, Broken, Done, root};
use crate::{page, setup};

/// `cargo xtask demo [--clickhouse] [--port N] [--base /path/]`.
pub fn run(args: &[&str]) -> Done {
    let (mut port, mut base, mut clickhouse) = (8080, "/", false);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match (*arg, args.as_slice().first()) {
            ("--clickhouse", _) => clickhouse = true,
            ("--port", Some(number)) => {
                args.next();
                port = number.parse().map_err(|_| {
                    Broken::new(
                        format!("{number} is not a port."),
                        "Give a number from 0 to 65535.",
                    )
                })?;
            }
            ("--base", Some(path)) => {
                args.next();
                base = path;
            }
            (other, _) => {
                return Err(Broken::new(
                    format!("The demo does not know {other}."),
                    "It takes --clickhouse, --port N and --base /path/.",
                ));
            }
        }
    }
    setup::for_page()?;
    page::build()?;
    if clickhouse {
        let retailer = Retailer::start(&HEADLINE, port)?;
        step::tell_times();
        println!(
            "\nClientele is at {}segments, over 8.5 million lines in ClickHouse.\nCtrl+C ends it.",
            retailer.gateway
        );
        return retailer.wait();
    }
    let server = Server::start_on(port, &root().join("dist"), base).map_err(|e| {
        Broken::new(
            e.to_string(),
            "`cargo xtask demo --port 0` takes any free port.",
        )
    })?;
    server.pack(packed);
    step::tell_times();
    println!("\nClientele is at {}\nCtrl+C ends it.", server.url());
    server.wait()
}

/// A file as a host sends it: packed once, in a moment.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 5,
        lgwin: 22,
        ..Default::default()
    };
    let mut out = Vec::new();
    let mut from = bytes;
    // Memory cannot fail to be read or written.
    match brotli::BrotliCompress(&mut from, &mut out, &params) {
        Ok(_) => out,
        Err(_) => Vec::new(),
    }
}

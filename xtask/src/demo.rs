//! Builds the page and serves it on this machine.

use clientele_driver::Server;

use crate::step::{Broken, Done, root};
use crate::{page, setup};

/// `cargo xtask demo [--port N] [--base /path/]`.
pub fn run(args: &[&str]) -> Done {
    let (mut port, mut base) = (8080, "/");
    for pair in args.chunks(2) {
        match pair {
            ["--port", number] => {
                port = number.parse().map_err(|_| {
                    Broken::new(
                        format!("{number} is not a port."),
                        "Give a number from 1 to 65535.",
                    )
                })?;
            }
            ["--base", path] => base = path,
            _ => {
                return Err(Broken::new(
                    format!("The demo does not know {}.", pair.join(" ")),
                    "It takes --port N and --base /path/.",
                ));
            }
        }
    }
    setup::for_page()?;
    page::build()?;
    let server = Server::start_on(port, &root().join("dist"), base).map_err(|e| {
        Broken::new(
            e.to_string(),
            "`cargo xtask demo --port 0` takes any free port.",
        )
    })?;
    println!("\nClientele is at {}\nCtrl+C ends it.", server.url());
    server.wait()
}

//! A retailer in ClickHouse and a gateway before it: for the demo and the benchmarks.
//!
//! The lines are made once (8.5 million take half a minute) and kept as Parquet in the target
//! folder; ClickHouse loads them at every start. It is the `clickhouse` of this machine where there
//! is one, else chDB behind ClickHouse's HTTP interface (`tests/clickhouse/server.py`).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use clientele_driver::{Failure, Program};

use crate::setup;
use crate::step::{Broken, Done, command, perform, root, target, timed};

/// What is asked of `clientele synth`.
pub struct Size {
    /// Lines sold.
    pub lines: u32,
    /// Products on the shelf.
    pub products: u32,
    /// People with a customer number.
    pub customers: u32,
}

/// The size the product is made for: about 1.7 million orders.
pub const HEADLINE: Size = Size {
    lines: 8_500_000,
    products: 70_000,
    customers: 250_000,
};

/// How long each of them may take to say where it is: ClickHouse loads the lines first.
const AT_MOST: Duration = Duration::from_secs(900);

/// The database and the gateway; both end with it.
pub struct Retailer {
    /// Address of ClickHouse.
    pub clickhouse: String,
    /// Address of the gateway, with a slash at its end.
    pub gateway: String,
    /// The gateway itself, which ends first.
    pub program: Program,
    _database: Program,
}

impl Retailer {
    /// Makes the lines unless they are there, loads them, and starts a gateway that serves the page
    /// and them on this port (any free one for 0).
    pub fn start(size: &Size, port: u16) -> Done<Self> {
        let python = setup::clickhouse()?;
        let clientele = build()?;
        let lines = lines(&clientele, size)?;
        let (database, clickhouse) = timed("start ClickHouse and load them", || {
            let mut database = Command::new(python);
            database
                .arg(root().join("tests/clickhouse/server.py"))
                .arg("--load")
                .arg(&lines);
            ready(&database, |line| {
                line.strip_prefix("ready ").map(str::to_owned)
            })
        })?;
        let settings = folder().join("clientele.toml");
        write(&settings, &toml(&clickhouse, port))?;
        let (gateway, address) = timed("start the gateway", || {
            let mut gateway = Command::new(clientele);
            gateway.arg("serve").arg("--config").arg(&settings);
            ready(&gateway, |line| {
                let (_, rest) = line.split_once("http://")?;
                let end = rest.find(|c: char| !(c.is_ascii_digit() || ".:".contains(c)));
                Some(format!("http://{}/", &rest[..end.unwrap_or(rest.len())]))
            })
        })?;
        Ok(Self {
            clickhouse,
            gateway: address,
            program: gateway,
            _database: database,
        })
    }

    /// Waits until the gateway ends, which it does only when something is wrong.
    pub fn wait(self) -> Done {
        self.program.wait();
        Err(broken(Failure::new(format!(
            "The gateway ended. {}",
            self.program.words()
        ))))
    }
}

/// The command line, built for speed.
pub fn build() -> Done<PathBuf> {
    perform(
        "build the command line",
        &mut command("cargo build --quiet --release -p clientele-gateway"),
        "Mend what the compiler says above.",
    )?;
    Ok(target().join("release/clientele"))
}

/// The lines as a Parquet file, made once, with the command line built if they are not there.
pub fn lines_of(size: &Size) -> Done<PathBuf> {
    let file = file(size);
    match file.is_file() {
        true => Ok(file),
        false => lines(&build()?, size),
    }
}

fn file(size: &Size) -> PathBuf {
    let Size {
        lines,
        products,
        customers,
    } = size;
    folder().join(format!("{lines}-{products}-{customers}.parquet"))
}

/// The lines as a Parquet file, made once.
pub fn lines(clientele: &Path, size: &Size) -> Done<PathBuf> {
    let Size {
        lines,
        products,
        customers,
    } = size;
    let file = file(size);
    let half = file.with_extension("parquet.half");
    if file.is_file() {
        return Ok(file);
    }
    write(
        &folder().join("README"),
        "Made by `cargo xtask`; can be deleted.\n",
    )?;
    perform(
        &format!("make up {lines} lines of {products} products and {customers} customers"),
        Command::new(clientele)
            .args(["synth", "--lines", &lines.to_string()])
            .args(["--products", &products.to_string()])
            .args(["--customers", &customers.to_string()])
            .arg("--parquet")
            .arg(&half),
        "There must be 1 GB of room in the target folder.",
    )?;
    std::fs::rename(&half, &file).map_err(|error| {
        Broken::new(
            format!("{} cannot be named ({error}).", file.display()),
            "Delete it and try again.",
        )
    })?;
    Ok(file)
}

/// Starts a program and waits until a line says where it is.
fn ready(command: &Command, address: impl Fn(&str) -> Option<String>) -> Done<(Program, String)> {
    let program = Program::start(command).map_err(broken)?;
    let address = program.told(AT_MOST, address).map_err(broken)?;
    Ok((program, address))
}

fn broken(failure: Failure) -> Broken {
    Broken::new(
        failure.to_string(),
        "`cargo xtask setup` installs what is missing.",
    )
}

fn toml(clickhouse: &str, port: u16) -> String {
    let dist = root().join("dist");
    format!(
        "listen = \"127.0.0.1:{port}\"\n\
         dist = \"{dist}\"\n\
         packs = \"{dist}/data\"\n\
         \n\
         [limits]\n\
         per_client_per_minute = 100000\n\
         concurrent = 4\n\
         \n\
         [[dataset]]\n\
         slug = \"retailer\"\n\
         title = \"Omnichannel retailer in ClickHouse (made up)\"\n\
         about = \"A made-up retailer with shops, a website and an app in ten countries; nobody in it exists.\"\n\
         attribution = \"Made by “clientele synth” with seed 42.\"\n\
         licence = \"CC0 1.0\"\n\
         currency = \"EUR\"\n\
         url = \"{clickhouse}\"\n\
         database = \"shop\"\n",
        dist = dist.display()
    )
}

fn write(file: &Path, text: &str) -> Done {
    let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
    folder
        .and_then(|()| std::fs::write(file, text))
        .map_err(|error| {
            Broken::new(
                format!("{} cannot be written ({error}).", file.display()),
                "Make room, or let this user write there.",
            )
        })
}

fn folder() -> PathBuf {
    target().join("clickhouse")
}

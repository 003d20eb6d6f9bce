//! A retailer in ClickHouse and a gateway before it: for the demo and the benchmarks.
//!
//! The lines are made once (8.5 million take half a minute) and kept as Parquet in the target
//! folder; ClickHouse loads them at every start. It is the `clickhouse` of this machine where there
//! is one, else chDB behind ClickHouse's HTTP interface (`tests/clickhouse/server.py`).

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::setup;
use crate::step::{Broken, Done, command, perform, root, say};

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

/// The database and the gateway; both end with it.
pub struct Retailer {
    /// Address of ClickHouse.
    pub clickhouse: String,
    /// Address of the gateway, with a slash at its end.
    pub gateway: String,
    /// Process of the gateway.
    pub gateway_process: u32,
    children: Vec<Child>,
}

impl Retailer {
    /// Makes the lines unless they are there, loads them, and starts a gateway that serves the page
    /// and them on this port (any free one for 0).
    pub fn start(size: &Size, port: u16) -> Done<Self> {
        let python = setup::clickhouse()?;
        let clientele = build()?;
        let lines = lines(&clientele, size)?;
        let mut children = Vec::new();
        say("start ClickHouse and load them");
        let mut database = Command::new(python);
        database
            .arg(root().join("tests/clickhouse/server.py"))
            .arg("--with-parent")
            .arg("--load")
            .arg(&lines)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let clickhouse = ready(&mut database, &mut children, |line| {
            line.strip_prefix("ready ").map(str::to_owned)
        })?;
        let settings = folder().join("clientele.toml");
        write(&settings, &toml(&clickhouse, port))?;
        say("start the gateway");
        let mut gateway = Command::new(clientele);
        gateway
            .arg("serve")
            .arg("--config")
            .arg(&settings)
            .stderr(Stdio::piped());
        let address = ready(&mut gateway, &mut children, |line| {
            let (_, rest) = line.split_once("http://")?;
            let end = rest.find(|c: char| !(c.is_ascii_digit() || ".:".contains(c)));
            Some(format!("http://{}/", &rest[..end.unwrap_or(rest.len())]))
        })?;
        Ok(Self {
            clickhouse,
            gateway: address,
            gateway_process: children.last().map_or(0, Child::id),
            children,
        })
    }

    /// Waits until the gateway ends.
    pub fn wait(mut self) -> Done {
        let Some(mut gateway) = self.children.pop() else {
            return Ok(());
        };
        match gateway.wait() {
            Ok(status) if status.success() => Ok(()),
            _ => Err(Broken::new(
                "The gateway ended.",
                "Its own words are above; start it again.",
            )),
        }
    }
}

impl Drop for Retailer {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
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

/// Starts a program and reads what is piped of it until a line says where it is.
fn ready(
    program: &mut Command,
    children: &mut Vec<Child>,
    address: impl Fn(&str) -> Option<String>,
) -> Done<String> {
    let name = program.get_program().display().to_string();
    let broken = |what: &str| {
        Broken::new(
            format!("{name} {what}."),
            "Its own words are above; `cargo xtask setup` installs what is missing.",
        )
    };
    let mut child = program
        .spawn()
        .map_err(|_| broken("could not be started"))?;
    let out: Option<Box<dyn Read + Send>> = match (child.stdout.take(), child.stderr.take()) {
        (Some(out), _) => Some(Box::new(out)),
        (None, Some(log)) => Some(Box::new(log)),
        (None, None) => None,
    };
    children.push(child);
    let mut lines = out.into_iter().flat_map(|out| BufReader::new(out).lines());
    let mut said = Vec::new();
    for line in lines.by_ref().map_while(Result::ok) {
        if let Some(found) = address(&line) {
            // Whatever it says later is read, so that it never waits for a reader.
            std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
            return Ok(found);
        }
        said.push(line);
    }
    said.iter().for_each(|line| eprintln!("{line}"));
    Err(broken("ended before it said where it is"))
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

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

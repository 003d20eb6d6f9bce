//! `clientele serve` on the command line.

use std::fmt::Write;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::net::TcpListener;

use super::check::check;
use super::config::{Config, Scope};
use super::gateway::Gateway;
use super::{calm, database, listen, log, open_files, packs, routes};

/// The file that is read unless another is named.
const USUAL: &str = "clientele.toml";

/// Time for ending queries by name after the last connection is closed.
const KILLING: Duration = Duration::from_millis(500);

/// `clientele serve`.
#[derive(Args)]
pub struct Serve {
    /// The configuration; see docs/gateway.md [default: clientele.toml, if it is there]
    #[arg(long, value_name = "FILE", env = "CLIENTELE_CONFIG")]
    config: Option<PathBuf>,
    /// Reads the configuration, asks every database whether it is ready, says what would be served or what is wrong, and ends
    #[arg(long)]
    check_config: bool,
    /// With --check-config: reads the file only, and asks no database
    #[arg(long, requires = "check_config")]
    no_database: bool,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
enum CannotServe {
    #[error("The configuration {0} cannot be read ({1}). Name another one with --config.")]
    Unreadable(String, io::Error),
    #[error("The configuration {0} cannot be used:\n{1}")]
    Mistakes(String, String),
    #[error(
        "The gateway cannot listen on {0} ({1}). Stop whatever uses the port, or choose another “listen”."
    )]
    Listen(SocketAddr, io::Error),
    #[error(
        "{0} connections do not fit: the system lets this process have {1} at most. Set connections = {1} under [limits], or raise the limit of open files (ulimit -n; LimitNOFILE= of systemd)."
    )]
    Connections(usize, u64),
    #[error("The gateway cannot start ({0}). Free memory or threads, and try again.")]
    Runtime(io::Error),
    #[error("The configuration is right, but not all of its databases are:\n{0}")]
    Databases(String),
    #[error("A data set cannot be asked: {0}")]
    Dataset(String),
}

impl Serve {
    /// Serves until it is told to stop, or checks the configuration.
    pub fn run(self) -> ExitCode {
        let outcome = self.config().and_then(|config| match self.check_config {
            true => {
                if !self.no_database {
                    ask_databases(&config)?;
                }
                print!("{}", summary(&config));
                Ok(())
            }
            false => serve(config),
        });
        match outcome {
            Ok(()) => ExitCode::SUCCESS,
            Err(trouble) => {
                eprintln!("{trouble}");
                ExitCode::FAILURE
            }
        }
    }

    fn config(&self) -> Result<Config, CannotServe> {
        let path = self.config.as_deref().unwrap_or(Path::new(USUAL));
        let name = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            // Everything may come from the environment.
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.config.is_none() => {
                String::new()
            }
            Err(error) => return Err(CannotServe::Unreadable(name, error)),
        };
        let base = path.parent().unwrap_or(Path::new(""));
        check(&text, base, &|name| std::env::var(name).ok()).map_err(|mistakes| {
            let lines = mistakes.iter().map(|mistake| format!("- {mistake}"));
            CannotServe::Mistakes(name, lines.collect::<Vec<_>>().join("\n"))
        })
    }
}

/// Looks at every database, one after the other.
fn ask_databases(config: &Config) -> Result<(), CannotServe> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(CannotServe::Runtime)?;
    let doubts = runtime.block_on(async {
        let mut doubts = vec![];
        for dataset in &config.datasets {
            doubts.extend(database::doubts(dataset).await);
        }
        doubts
    });
    let lines: Vec<String> = doubts.iter().map(|doubt| format!("- {doubt}")).collect();
    match lines.is_empty() {
        true => Ok(()),
        false => Err(CannotServe::Databases(lines.join("\n"))),
    }
}

fn serve(config: Config) -> Result<(), CannotServe> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(CannotServe::Runtime)?;
    let outcome = runtime.block_on(run(config));
    runtime.shutdown_timeout(KILLING);
    outcome
}

async fn run(config: Config) -> Result<(), CannotServe> {
    let (address, apart) = (config.listen, config.metrics);
    let wanted = config.limits.connections;
    open_files::make_room(&config.limits).map_err(|fits| CannotServe::Connections(wanted, fits))?;
    let (_writer, dropped) = log::start();
    calm::write_down();
    let gateway = Gateway::new(config).map_err(|trouble| CannotServe::Dataset(trouble.detail))?;
    gateway.metrics.watch_log(dropped);
    // Whoever reads that it listens may tell it to stop at once.
    let stop = told_to_stop();
    #[cfg(unix)]
    tokio::spawn(hear_hang_up());
    let (listener, real) = listen_at(address).await?;
    let counters = match apart {
        Some(address) => Some(listen_at(address).await?),
        None => None,
    };
    log::event("listening", &format!("http://{real}/"));
    if let Some((listener, real)) = counters {
        log::event("metrics", &format!("http://{real}/metrics"));
        let (router, gateway) = (routes::counters(&gateway), Arc::clone(&gateway));
        tokio::spawn(listen::serve(
            listener,
            gateway,
            router,
            std::future::pending(),
        ));
    }
    if let Some(folder) = gateway.dist.clone() {
        let packed = gateway.packed.clone();
        tokio::task::spawn_blocking(move || packed.fill(&folder));
    }
    for live in &gateway.datasets {
        let live = Arc::clone(live);
        // Made before the first visitor asks; a failure is in the log, and the visitor hears of it.
        tokio::spawn(async move { live.catalogue().await.map(drop) });
    }
    let router = routes::router(&gateway);
    listen::serve(listener, gateway, router, stop).await;
    tokio::time::sleep(KILLING).await;
    Ok(())
}

/// Listens at an address, and says at which, where any port will do.
async fn listen_at(address: SocketAddr) -> Result<(TcpListener, SocketAddr), CannotServe> {
    let cannot = |error| CannotServe::Listen(address, error);
    let listener = TcpListener::bind(address).await.map_err(cannot)?;
    let real = listener.local_addr().map_err(cannot)?;
    Ok((listener, real))
}

/// Over when the process is told to end, by a service manager or on the keyboard. It listens from now on.
#[cfg(unix)]
fn told_to_stop() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let told = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
    async move {
        match told {
            [Ok(mut keyboard), Ok(mut manager)] => tokio::select! {
                _ = keyboard.recv() => {}
                _ = manager.recv() => {}
            },
            [Ok(mut one), Err(_)] | [Err(_), Ok(mut one)] => drop(one.recv().await),
            // Without a handler there is nothing to wait for.
            [Err(_), Err(_)] => std::future::pending().await,
        }
    }
}

/// Over when the process is told to end, on the keyboard.
#[cfg(not(unix))]
async fn told_to_stop() {
    // Without a handler there is nothing to wait for.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// A terminal that closes, and whoever wants the configuration read again, say so by a signal that ends a process which does
/// not listen to it, as this does from now on.
#[cfg(unix)]
fn hear_hang_up() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let told = signal(SignalKind::hangup());
    async move {
        let Ok(mut hang_up) = told else {
            return;
        };
        while hang_up.recv().await.is_some() {
            log::event(
                "hang-up",
                "the configuration is read only at the start; restart the gateway to change it",
            );
        }
    }
}

/// What would be served, without any secret.
fn summary(config: &Config) -> String {
    let mut text = format!(
        "The configuration is right. It listens on http://{}/\n",
        config.listen
    );
    let mut line = |words: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {words}");
    };
    for dataset in &config.datasets {
        let (about, server) = (&dataset.about, &dataset.server);
        line(format!(
            "data set “{}” ({}): database {} at {}, as {}",
            about.slug, about.title, server.database, server.url, server.user
        ));
        if let Some(writer) = &dataset.writer {
            line(format!(
                "audiences of “{}” are written as {}",
                about.slug, writer.user
            ));
        }
    }
    if let Some(folder) = &config.packs {
        let slugs: Vec<String> = packs::listed(folder).into_iter().map(|p| p.slug).collect();
        line(format!(
            "packs of {}: {}",
            folder.display(),
            slugs.join(", ")
        ));
    }
    if let Some(folder) = &config.dist {
        line(format!("the page of {}", folder.display()));
    }
    for token in &config.tokens {
        let may = may(&token.scope, &token.writes);
        line(format!("token “{}”: {may}", token.name));
    }
    if let Some(by) = &config.sign_in {
        let may = may(&by.scope, &by.writes);
        line(format!("whoever a proxy names in {}: {may}", by.header));
    }
    if config.tokens.is_empty() && config.sign_in.is_none() {
        line("no tokens: everybody who reaches it may see everything".to_owned());
    }
    text
}

/// What somebody may see, and of what they may write audiences.
fn may(scope: &Scope, writes: &Scope) -> String {
    let named = |scope: &Scope| match scope {
        Scope::All => "every data set".to_owned(),
        Scope::Only(slugs) => slugs.iter().cloned().collect::<Vec<_>>().join(", "),
    };
    match *writes == Scope::nothing() {
        true => named(scope),
        false => format!("{}; may write audiences of {}", named(scope), named(writes)),
    }
}

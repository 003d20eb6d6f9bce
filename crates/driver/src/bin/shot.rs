//! Takes a picture of a page: `shot URL OUT.png [--width 1440] [--height 900] [--dark] [--whole]
//! [--print] [--pdf] [--wait 'expression'] [--run 'script'] [--axe]`.
//!
//! `URL` may also be a path such as `/segments?k=5`: the built page is then served for the occasion.

use std::time::Duration;

use serde_json::json;

use clientele_driver::{Browser, Failure, Page, Server, Theme, dist};

fn main() -> std::process::ExitCode {
    match shoot(std::env::args().skip(1).collect()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn shoot(args: Vec<String>) -> Result<(), Failure> {
    let mut page = Page {
        width: 1440,
        height: 900,
        theme: Theme::Light,
    };
    let (mut plain, mut wait, mut scripts) = (Vec::new(), None, Vec::new());
    let (mut whole, mut print, mut pdf, mut axe) = (false, false, false, false);
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        let mut value = || {
            args.next()
                .ok_or_else(|| Failure::new(format!("{arg} needs a value.")))
        };
        match arg.as_str() {
            "--width" => page.width = number(&value()?)?,
            "--height" => page.height = number(&value()?)?,
            "--dark" => page.theme = Theme::Dark,
            "--whole" => whole = true,
            "--print" => print = true,
            "--wait" => wait = Some(value()?),
            "--run" => scripts.push(value()?),
            "--pdf" => pdf = true,
            "--axe" => axe = true,
            _ => plain.push(arg),
        }
    }
    let [url, out] = plain.as_slice() else {
        return Err(Failure::new(
            "Say which page and which file: shot URL OUT.png",
        ));
    };

    let mut server = None;
    let url = match url.strip_prefix('/') {
        Some(path) => {
            let started = server.insert(Server::start(&dist(), "/")?);
            format!("{}{path}", started.url())
        }
        None => url.clone(),
    };
    let browser = Browser::start()?;
    browser.show(page)?;
    browser.open(&url)?;
    if let Some(expression) = wait {
        browser.wait_until(&expression, Duration::from_secs(60))?;
    }
    for script in scripts {
        println!("{}", browser.run(&script, &[])?);
    }
    if print {
        browser.devtools("Emulation.setEmulatedMedia", json!({"media": "print"}))?;
    }
    let picture = if pdf {
        browser.printed()?
    } else if whole {
        browser.whole_picture()?
    } else {
        browser.picture()?
    };
    std::fs::write(out, picture)
        .map_err(|e| Failure::new(format!("{out} cannot be written: {e}.")))?;
    for line in browser.take_console()? {
        println!("{line}");
    }
    if axe {
        for line in browser.violations()? {
            println!("axe: {line}");
        }
    }
    Ok(())
}

fn number(text: &str) -> Result<u32, Failure> {
    text.parse()
        .map_err(|_| Failure::new(format!("{text} is not a number of pixels.")))
}

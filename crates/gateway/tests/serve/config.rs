//! What the command says about its configuration, word for word.

use std::path::Path;

use super::gate::serve;

/// Exit code, standard output, standard error of `--check-config`.
pub fn check(
    folder: &Path,
    text: &str,
    variables: &[(&str, &str)],
) -> (Option<i32>, String, String) {
    let file = folder.join("clientele.toml");
    std::fs::write(&file, text).unwrap();
    let mut command = serve(&file);
    command
        .args(["--check-config", "--no-database"])
        .envs(variables.iter().copied());
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// The mistakes that are named, without the line that introduces them.
#[track_caller]
fn mistakes(text: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for name in ["empty", "packs/known"] {
        std::fs::create_dir_all(folder.path().join(name)).unwrap();
    }
    let (code, out, said) = check(folder.path(), text, variables);
    assert_eq!((code, out.as_str()), (Some(1), ""), "{said}");
    let file = folder.path().join("clientele.toml");
    let first = format!("The configuration {} cannot be used:\n", file.display());
    let rest = said
        .strip_prefix(&first)
        .unwrap_or_else(|| panic!("{said}"));
    rest.lines()
        .map(|line| line.strip_prefix("- ").unwrap().to_owned())
        .collect()
}

#[test]
fn every_mistake_is_explained_at_once() {
    let text = r#"listen = "localhost"
dist = "nowhere"
packs = "packs"
refresh = 0
origins = ["https://shop.example/", "*"]
proxies = ["proxy"]
lisen = "x"
whatever = 1
[limits]
concurrent = "many"
time = -1
tme = 3
[[dataset]]
slug = "a b"
url = "ftp://x"
database = "shop"
currency = "Euro"
zone = "Berlin time"
views = ["products", "customers"]
[[dataset]]
title = 7
key = "x"
key_env = "Y"
[[dataset]]
slug = "shop"
url = "http://127.0.0.1:1"
database = "shop"
key_file = "nowhere.key"
[[dataset]]
slug = "twin"
url = "http://127.0.0.1:1"
database = "shop"
[[dataset]]
slug = "twin"
url = "http://127.0.0.1:1"
database = "shop"
key_env = "CLIENTELE_NOT_SET"
[[token]]
secret = "short"
datasets = ["nowhere"]
[[token]]
name = "b"
sha256 = "12"
[[token]]
name = "b"
secret = "a-secret-of-the-shop-0001"
env = "X"
datasets = "all"
"#;
    assert_eq!(
        mistakes(text, &[]),
        [
            "line 1, “listen”: “localhost” is not an address with a port. Write it as 127.0.0.1:8088.",
            "line 2, “dist”: there is no folder “nowhere”. Create it, or name another one.",
            "line 4, “refresh”: must be a whole number from 1 to 86400.",
            "line 5, “origins”: “https://shop.example/” is not an origin. Write it as https://shop.example, with the port if it has one and no slash at the end.",
            "line 5, “origins”: “*” is not an origin. Write it as https://shop.example, with the port if it has one and no slash at the end.",
            "line 6, “proxies”: “proxy” is neither an IP address nor a network. Write it as 10.0.0.2 or 10.0.0.0/8.",
            "line 7, “lisen”: is not a key here. Did you mean “listen”?",
            "line 8, “whatever”: is not a key here. Remove it; docs/gateway.md lists every key.",
            "line 10, “concurrent” of [limits]: must be a whole number from 1 to 1000.",
            "line 11, “time” of [limits]: must be a whole number from 1 to 3600.",
            "line 12, “tme” of [limits]: is not a key here. Did you mean “time”?",
            "line 14, “slug” of [[dataset]] number 1: a name in links has up to 64 letters (a to z), digits, - and _.",
            "line 15, “url” of [[dataset]] number 1: the address of ClickHouse must begin with http:// or https:// and have no question mark.",
            "line 17, “currency” of [[dataset]] number 1: a currency is written as three letters, such as EUR.",
            "line 18, “zone” of [[dataset]] number 1: there is no time zone “Berlin time”. Write it as Europe/Berlin or UTC.",
            "line 19, “views” of [[dataset]] number 1: “customers” is not an optional view that the gateway reads. It reads “products” and “campaigns”.",
            "line 20, [[dataset]] number 2: “slug” is missing. Write the name the data set has in links, such as slug = \"shop\".",
            "line 20, [[dataset]] number 2: “database” is missing. Name the database that holds the view clientele_lines.",
            "line 20, [[dataset]] number 2: “url” is missing. Write the address of ClickHouse, such as url = \"http://127.0.0.1:8123\".",
            "line 21, “title” of [[dataset]] number 2: must be text in quotation marks.",
            "line 23, “key_env” of [[dataset]] number 2: only one of “key”, “key_env” and “key_file” may be set. Remove the others.",
            "line 28, “key_file” of [[dataset]] number 3: the file “nowhere.key” cannot be read. Write the key into it and let the gateway's user read it.",
            "line 34, “slug” of [[dataset]] number 5: there are two data sets “twin”. Give each a name of its own.",
            "line 37, “key_env” of [[dataset]] number 5: the environment variable CLIENTELE_NOT_SET is not set. Set it to the key of the database user.",
            "line 38, [[token]] number 1: “name” is missing. Write what the log should call its holder, such as name = \"marketing\".",
            "line 39, “secret” of [[token]] number 1: a secret has at least 20 letters, digits or other characters, and no spaces. Make one with: openssl rand -hex 24",
            "line 40, “datasets” of [[token]] number 1: there is no data set “nowhere”. Name a [[dataset]] or a pack, or write [\"*\"] for all of them.",
            "line 41, [[token]] number 2: “datasets” is missing. List the data sets it opens, or [\"*\"] for all of them.",
            "line 43, “sha256” of [[token]] number 2: must be 64 hexadecimal digits. Compute them with: printf %s 'the secret' | sha256sum",
            "line 45, “name” of [[token]] number 3: there are two tokens “b”. Give each a name of its own.",
            "line 47, “env” of [[token]] number 3: only one of “sha256”, “secret” and “env” may be set. Remove the others.",
            "line 48, “datasets” of [[token]] number 3: must be a list of texts, such as [\"a\", \"b\"].",
        ]
    );
}

#[test]
fn single_mistakes_have_their_sentences_too() {
    let shop = "[[dataset]]\nslug = \"shop\"\nurl = \"http://127.0.0.1:1\"\ndatabase = \"shop\"\n";
    let open = "0.0.0.0:8088 can be reached from other machines, and without tokens everybody there could see all data. Add a [[token]], or listen on 127.0.0.1 behind a proxy that asks who comes.";
    for (text, variables, expected) in [
        (
            format!("listen = \"0.0.0.0:8088\"\n{shop}"),
            vec![],
            format!("line 1, “listen”: {open}"),
        ),
        (
            shop.to_owned(),
            vec![("CLIENTELE_LISTEN", "0.0.0.0:8088")],
            format!("environment variable CLIENTELE_LISTEN: {open}"),
        ),
        (
            String::new(),
            vec![],
            "the configuration: there is nothing to serve. Add a [[dataset]], “packs” or “dist”.".to_owned(),
        ),
        (
            "dist = \"empty\"".to_owned(),
            vec![],
            "line 1, “dist”: the folder “empty” has no index.html in it. Build the page with “cargo xtask build” and name its dist folder.".to_owned(),
        ),
        (
            format!("{shop}limits = 3\n"),
            vec![],
            "line 5, “limits” of [[dataset]] number 1: is not a key here. Remove it; docs/gateway.md lists every key.".to_owned(),
        ),
        (
            format!("limits = 3\n{shop}"),
            vec![],
            "line 1, “limits”: must be a table that begins with [limits].".to_owned(),
        ),
        (
            "dataset = 3\n".to_owned(),
            vec![],
            "line 1, “dataset”: must be tables that each begin with [[dataset]].".to_owned(),
        ),
        (
            format!("packs = \"\"\n{shop}"),
            vec![],
            "line 1, “packs”: is empty. Write some text, or remove the line.".to_owned(),
        ),
        (
            format!("{shop}[[token]]\nname = \"x\"\nenv = \"CLIENTELE_NOT_SET\"\ndatasets = [\"*\"]\n"),
            vec![],
            "line 7, “env” of [[token]] number 1: the environment variable CLIENTELE_NOT_SET is not set. Set it to the secret.".to_owned(),
        ),
        (
            format!("{shop}[[token]]\nname = \"x\"\ndatasets = [\"*\"]\n"),
            vec![],
            "line 5, [[token]] number 1: “sha256” is missing. Write the SHA-256 of the secret, or the secret itself as “secret”, or the variable that holds it as “env”.".to_owned(),
        ),
    ] {
        assert_eq!(mistakes(&text, &variables), [expected], "{text}");
    }
    let broken = mistakes("a = 1\nb = = 2\n", &[]);
    assert!(
        broken[0].starts_with("line 2, TOML: this cannot be read ("),
        "{broken:?}"
    );
    assert!(
        broken[0].ends_with("). Nothing after it was checked."),
        "{broken:?}"
    );
}

#[test]
fn a_right_configuration_is_summed_up_without_its_secrets() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("shop.key"), "the-key-of-the-shop\n").unwrap();
    let text = r#"
listen = "0.0.0.0:9000"
[[dataset]]
slug = "shop"
title = "The shop"
url = "http://127.0.0.1:8123"
database = "shop"
user = "clientele"
key_file = "shop.key"
[[token]]
name = "marketing"
secret = "a-secret-of-the-shop-0001"
datasets = ["shop"]
"#;
    let (code, out, said) = check(folder.path(), text, &[]);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert_eq!(
        out,
        "The configuration is right. It listens on http://0.0.0.0:9000/
  data set “shop” (The shop): database shop at http://127.0.0.1:8123, as clientele
  token “marketing”: shop
"
    );
    let (code, out, _) = check(
        folder.path(),
        "[[dataset]]\nslug = \"shop\"\n",
        &[
            ("CLIENTELE_CLICKHOUSE_URL", "http://127.0.0.1:1"),
            ("CLIENTELE_CLICKHOUSE_DATABASE", "d"),
            ("CLIENTELE_CLICKHOUSE_USER", "u"),
            ("CLIENTELE_CLICKHOUSE_KEY", "secret"),
        ],
    );
    assert_eq!(code, Some(0));
    assert_eq!(
        out,
        "The configuration is right. It listens on http://127.0.0.1:8088/
  data set “shop” (shop): database d at http://127.0.0.1:1, as u
  no tokens: everybody who reaches it may see everything
"
    );
    let missing = serve(&folder.path().join("none.toml")).output().unwrap();
    let said = String::from_utf8(missing.stderr).unwrap();
    assert!(
        said.contains("none.toml cannot be read (No such file"),
        "{said}"
    );
    assert!(
        said.ends_with("Name another one with --config.\n"),
        "{said}"
    );
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let text = format!(
        "listen = \"{address}\"\n[[dataset]]\nslug = \"s\"\nurl = \"http://127.0.0.1:1\"\ndatabase = \"d\"\n"
    );
    let file = folder.path().join("taken.toml");
    std::fs::write(&file, text).unwrap();
    let output = serve(&file).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.starts_with(&format!("The gateway cannot listen on {address} (")),
        "{said}"
    );
}

#[test]
fn what_would_leak_hide_or_confuse_is_refused() {
    let packs = super::engine::root().join("public/data");
    let text = format!(
        r#"packs = {packs:?}
[[dataset]]
slug = "omnichannel"
url = "https://reader:a-key@127.0.0.1:1"
database = "shop"
zone = "Europe/Atlantis"
[[dataset]]
slug = "shop"
url = "https://127.0.0.1:1"
database = "shop"
ca_file = "nowhere.pem"
[[dataset]]
slug = "other"
url = "https://127.0.0.1:1"
database = "shop"
ca_file = "clientele.toml"
[[token]]
name = "a"
secret = "a-secret-of-the-shop-0001"
datasets = ["*"]
[[token]]
name = "b"
secret = "a-secret-of-the-shop-0001"
datasets = ["*"]
"#
    );
    assert_eq!(
        mistakes(&text, &[]),
        [
            "line 3, “slug” of [[dataset]] number 1: there is a pack “omnichannel” as well, which nobody would ever see. Give one of them another name.",
            "line 4, “url” of [[dataset]] number 1: the address of ClickHouse holds a user; write “user” and “key” apart from it.",
            "line 6, “zone” of [[dataset]] number 1: there is no time zone “Europe/Atlantis”. Write it as Europe/Berlin or UTC.",
            "line 11, “ca_file” of [[dataset]] number 2: the file “nowhere.pem” cannot be read. Put the certificate of your authority into it, in PEM, and let the gateway's user read it.",
            "line 14, “url” of [[dataset]] number 3: “ca_file” holds no certificate in PEM.",
            "line 22, “name” of [[token]] number 2: has the secret of “a”, so nobody could tell their holders apart. Give each a secret of its own.",
        ]
    );
}

#[test]
fn who_may_frame_the_page_is_checked() {
    let text = "packs = \"packs\"\nframe_ancestors = [\"https://*.ok.example\", \"*\", \"'self'\", \"https://a.example; script-src *\"]\n";
    let wrong = |origin: &str| {
        format!(
            "line 2, “frame_ancestors”: “{origin}” is not an origin. Write it as https://shop.example, with the port if it has one and no slash at the end."
        )
    };
    let expected = ["*", "'self'", "https://a.example; script-src *"].map(wrong);
    assert_eq!(mistakes(text, &[]), expected);
}

#[test]
fn who_may_write_audiences_is_checked() {
    let shop = "[[dataset]]\nslug = \"shop\"\nurl = \"http://127.0.0.1:1\"\ndatabase = \"shop\"\n";
    let token = "[[token]]\nname = \"crm\"\nsecret = \"a-secret-of-the-shop-0001\"\n";
    for (text, expected) in [
        (
            format!("{shop}[dataset.audiences]\nuser = \"writer\"\n"),
            "the configuration: nobody may write audiences of “shop”. Add it to “writes” of a [[token]] or of [sign_in], or remove its [dataset.audiences].",
        ),
        (
            format!("{shop}[dataset.audiences]\nkey = \"k\"\n{token}datasets = [\"shop\"]\n"),
            "line 1, [audiences] of [[dataset]] number 1: “user” is missing. Name the database user who may write them.",
        ),
        (
            format!(
                "{shop}user = \"one\"\n[dataset.audiences]\nuser = \"one\"\n{token}datasets = [\"shop\"]\n"
            ),
            "line 7, “user” of [audiences] of [[dataset]] number 1: is the user who reads, and who may write nothing. Create another one, as docs/clickhouse.md says.",
        ),
        (
            format!("{shop}{token}datasets = [\"shop\"]\nwrites = [\"shop\"]\n"),
            "line 9, “writes” of [[token]] number 1: audiences of “shop” are not written anywhere. Give that [[dataset]] a [dataset.audiences], or take it out of “writes”.",
        ),
        (
            format!(
                "{shop}[dataset.audiences]\nuser = \"writer\"\n{token}datasets = []\nwrites = [\"shop\"]\n"
            ),
            "line 11, “writes” of [[token]] number 1: “shop” may be written and not seen. Add it to “datasets”, or take it out of “writes”.",
        ),
    ] {
        assert_eq!(mistakes(&text, &[]), [expected], "{text}");
    }
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "{shop}[dataset.audiences]\nuser = \"writer\"\n{token}datasets = [\"shop\"]\nwrites = [\"shop\"]\n"
    );
    let (code, out, _) = check(folder.path(), &text, &[]);
    assert_eq!(code, Some(0));
    assert!(
        out.ends_with(
            "as default\n  audiences of “shop” are written as writer\n  token “crm”: shop; may write audiences of shop\n"
        ),
        "{out}"
    );
}

//! Where the official sources differ.

use clientele_model::outbound::Disagreement;

/// What the official sources say differently: what about; Google, Meta, TikTok, Klaviyo and Mailchimp; what is followed.
const DIFFERENCES: [(&str, [&str; 4], &str); 10] = [
    (
        "Capital letters of an address",
        ["made small", "made small", "made small", "made small"],
        "All agree.",
    ),
    (
        "“name+tag@”",
        [
            "cut at Gmail’s own addresses",
            "kept",
            "cut for every address",
            "kept",
        ],
        "Each destination’s own rule. Google’s library for Python of December 2025 does not cut yet; the newer one of June 2026 is followed.",
    ),
    (
        "Dots before @gmail.com",
        ["removed", "kept", "kept", "kept"],
        "Each destination’s own rule.",
    ),
    (
        "“+” in front of a phone number",
        ["kept", "removed", "removed", "kept"],
        "Each destination’s own rule. TikTok’s page of June 2025 kept the “+”; that of August 2025, which removes it, is followed.",
    ),
    (
        "0 or 00 in front of a phone number",
        [
            "not looked at",
            "noughts removed",
            "noughts removed",
            "not looked at",
        ],
        "The country code is put in their place, here and for all: without it a number is nobody’s. Where no country is known, the destination’s own rule decides.",
    ),
    (
        "Titles and suffixes of names",
        [
            "Mr, Mrs, Ms, Dr, and Jr to PhD removed",
            "kept",
            "no names",
            "kept",
        ],
        "Each destination’s own rule. Google’s library for Python of December 2025 keeps titles; the newer one of June 2026 is followed.",
    ),
    (
        "Spaces and punctuation of names",
        ["kept within", "removed", "no names", "kept"],
        "Each destination’s own rule. Google’s libraries for Python and Node give different fingerprints for “Mary Ann”; the newer one, which keeps the space, is followed.",
    ),
    (
        "Postal code with a space",
        [
            "kept, in plain text",
            "kept within, in small letters",
            "no postal codes",
            "kept",
        ],
        "Meta’s builder of May 2026 keeps the space, its older libraries remove it; the newest is followed.",
    ),
    (
        "Postal code with a hyphen",
        ["kept", "cut at the hyphen", "no postal codes", "kept"],
        "Each destination’s own rule.",
    ),
    (
        "Country",
        [
            "in plain text",
            "fingerprint",
            "no country",
            "as it is written",
        ],
        "Each destination’s own rule.",
    ),
];

/// Where the rules differ.
pub fn differences() -> Vec<Disagreement> {
    let row = |(what, said, followed): &(&str, [&str; 4], &str)| Disagreement {
        what: (*what).to_owned(),
        said: said.map(str::to_owned),
        followed: (*followed).to_owned(),
    };
    DIFFERENCES.iter().map(row).collect()
}

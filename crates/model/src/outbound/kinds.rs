//! Closed lists of files of customers: destinations, details, and what became of them.

use crate::closed::words;

words! {
    /// The tool that a file is for.
    Destination {
        /// Google Customer Match, uploaded by hand.
        Google = "google",
        /// A custom audience of Meta.
        Meta = "meta",
        /// A custom audience of TikTok.
        TikTok = "tiktok",
        /// A list of Klaviyo.
        Klaviyo = "klaviyo",
        /// An audience of Mailchimp.
        Mailchimp = "mailchimp",
        /// A table for Brevo, HubSpot, a spreadsheet and others.
        Csv = "csv",
        /// A line of JSON for each customer.
        Json = "json",
        /// The customer numbers alone.
        Ids = "ids",
    }
}

words! {
    /// A detail by which somebody can be reached or recognised.
    Field {
        /// E-mail address.
        Email = "email",
        /// Phone number.
        Phone = "phone",
        /// First name.
        FirstName = "first_name",
        /// Last name.
        LastName = "last_name",
        /// City.
        City = "city",
        /// State, province or region.
        Region = "region",
        /// Postal code.
        PostalCode = "postal_code",
        /// Country.
        Country = "country",
    }
}

impl Field {
    /// What it is called, with a capital letter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "E-mail",
            Self::Phone => "Phone",
            Self::FirstName => "First name",
            Self::LastName => "Last name",
            Self::City => "City",
            Self::Region => "Region",
            Self::PostalCode => "Postal code",
            Self::Country => "Country",
        }
    }
}

words! {
    /// What was changed in a detail.
    Change {
        /// White space around it.
        Trimmed = "trimmed",
        /// Capital letters.
        Capitals = "capitals",
        /// Small letters.
        Small = "small",
        /// What follows a plus sign in an address.
        Tag = "tag",
        /// Dots in an address.
        Dots = "dots",
        /// White space and signs between digits.
        Signs = "signs",
        /// White space and punctuation of a name.
        Punctuation = "punctuation",
        /// An extension behind a number.
        Extension = "extension",
        /// Noughts in front of a country code.
        Noughts = "noughts",
        /// The nought that is dialled at home.
        Trunk = "trunk",
        /// No country code.
        CountryCode = "country_code",
        /// A plus sign.
        Plus = "plus",
        /// No plus sign.
        PlusAdded = "plus_added",
        /// A title in front of a name.
        Title = "title",
        /// A suffix behind a name.
        Suffix = "suffix",
        /// What follows a hyphen.
        Cut = "cut",
        /// A name instead of its two letters.
        TwoLetters = "two_letters",
    }
}

impl Change {
    /// What was done about it, with a small letter.
    pub fn words(self) -> &'static str {
        match self {
            Self::Trimmed => "spaces around it removed",
            Self::Capitals => "capital letters made small",
            Self::Small => "small letters made capital",
            Self::Tag => "“+” and what follows it removed before “@”",
            Self::Dots => "dots removed before “@”",
            Self::Signs => "spaces and signs removed",
            Self::Punctuation => "spaces and punctuation removed",
            Self::Extension => "extension removed",
            Self::Noughts => "00 in front removed",
            Self::Trunk => "0 of the number at home removed",
            Self::CountryCode => "country code added",
            Self::Plus => "“+” in front removed",
            Self::PlusAdded => "“+” put in front",
            Self::Title => "title in front removed",
            Self::Suffix => "suffix behind it removed",
            Self::Cut => "cut at the hyphen",
            Self::TwoLetters => "turned into its two letters",
        }
    }
}

words! {
    /// Why a detail is none of its kind.
    Wrong {
        /// Not an e-mail address.
        NotAnAddress = "not_an_address",
        /// No digit in it.
        NoDigits = "no_digits",
        /// Too few digits or letters.
        TooShort = "too_short",
        /// Too many digits.
        TooLong = "too_long",
        /// Neither country code nor a country is known.
        NoCountryCode = "no_country_code",
        /// Nothing but a title, a suffix or punctuation.
        NothingLeft = "nothing_left",
        /// It does not begin with a letter from a to z.
        NotAToZ = "not_a_to_z",
        /// Not two letters.
        NotTwoLetters = "not_two_letters",
        /// No country of that name.
        UnknownCountry = "unknown_country",
        /// A fingerprint where the detail itself is wanted.
        AlreadyHashed = "already_hashed",
    }
}

impl Wrong {
    /// Why, with a small letter.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotAnAddress => "not an e-mail address",
            Self::NoDigits => "no digit in it",
            Self::TooShort => "too short",
            Self::TooLong => "too long for a phone number",
            Self::NoCountryCode => "no country code, and its country is not known",
            Self::NothingLeft => "nothing is left of it when it is tidied",
            Self::NotAToZ => "does not begin with a letter from a to z, as the rule wants it",
            Self::NotTwoLetters => "not two letters, as the rule wants it",
            Self::UnknownCountry => "no country of that name is known",
            Self::AlreadyHashed => "a fingerprint, where the text itself is wanted",
        }
    }
}

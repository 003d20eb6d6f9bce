"""Writes countries.tsv: the countries of ISO 3166-1 with what is needed to read a national phone number.

Columns: ISO alpha-2, alpha-3, calling code, what is dialled before a national number at home, whether a 0 in front belongs
to the number, fewest and most digits of a national number, names (the first one is the usual one) divided by "|".

pip install pycountry phonenumbers; python countries.py > countries.tsv
"""

import phonenumbers
import pycountry
from phonenumbers.phonemetadata import PhoneMetadata

MORE = {
    "GB": "UK|Great Britain|England|Scotland|Wales|Northern Ireland",
    "US": "USA|United States of America|U.S.A.|America",
    "IE": "EIRE|Republic of Ireland",
    "ZA": "RSA",
    "CZ": "Czech Republic",
    "NL": "Holland|The Netherlands",
    "KR": "Korea|South Korea|Republic of Korea",
    "KP": "North Korea",
    "RU": "Russia",
    "VN": "Vietnam",
    "TW": "Taiwan",
    "TR": "Turkey",
    "DE": "Deutschland",
    "AT": "Österreich",
    "CH": "Schweiz|Suisse|Svizzera",
    "ES": "España",
    "IT": "Italia",
    "BE": "Belgique|België",
    "PL": "Polska",
    "SE": "Sverige",
    "NO": "Norge",
    "DK": "Danmark",
    "FI": "Suomi",
    "BR": "Brasil",
    "MX": "México",
    "JP": "日本",
    "CN": "中国",
    "MK": "Macedonia",
    "MD": "Moldova",
    "IR": "Iran",
    "SY": "Syria",
    "LA": "Laos",
    "BO": "Bolivia",
    "VE": "Venezuela",
    "TZ": "Tanzania",
    "CI": "Ivory Coast",
    "CV": "Cape Verde",
    "BN": "Brunei",
    "SZ": "Swaziland",
    "PS": "Palestine",
    "VA": "Vatican",
    "AE": "UAE",
    "CD": "DR Congo",
    "XK": "Kosovo",
}

for country in sorted(pycountry.countries, key=lambda one: one.alpha_2):
    code = country.alpha_2
    about = PhoneMetadata.metadata_for_region(code, None)
    names = [getattr(country, "common_name", country.name), country.name]
    names += MORE.get(code, "").split("|")
    names = "|".join(dict.fromkeys(name for name in names if name))
    if about is None:
        print(code, country.alpha_3, "", "", "", "", "", names, sep="\t")
        continue
    lengths = about.general_desc.possible_length
    zero = "0" if about.country_code == 39 or code in ("SM", "VA") else ""
    print(
        code,
        country.alpha_3,
        about.country_code,
        about.national_prefix or "",
        zero,
        min(lengths),
        max(lengths),
        names,
        sep="\t",
    )

"""Writes numbers.tsv: an example of a landline and of a mobile number of every country, as it is dialled there and in its
international form, by Google's own library for Python.

pip install phonenumbers; python numbers.py > numbers.tsv
"""

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

for region in sorted(phonenumbers.SUPPORTED_REGIONS):
    for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE):
        number = phonenumbers.example_number_for_type(region, kind)
        if number is None:
            continue
        at_home = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        abroad = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        print(region, at_home, abroad, sep="\t")

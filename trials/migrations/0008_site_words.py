"""The words of sites, so that the first letters of one find a hospital or its town among any number of them."""

import unicodedata

from django.db import migrations


def plain_letters():
    """Each Latin letter with an accent, and the letter that it is read as."""
    for letter in map(chr, range(0xC0, 0x250)):
        plain = "".join(one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one))
        if letter.isalpha() and len(plain) == 1 and plain.isascii():
            yield letter, plain


ACCENTED, PLAIN = map("".join, zip(*plain_letters()))
BETWEEN, APOSTROPHES = "-‐‑–—/+.,:@_", "''’‘`´"  # become spaces; fall out
# It names nothing outside pg_catalog: PostgreSQL builds an index with no other schema in its path.
WORDS = f"""
    CREATE FUNCTION trials_site_words(facility text, city text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple'::regconfig, replace(translate(facility || ' ' || city,
        '{BETWEEN}{ACCENTED}{APOSTROPHES}', '{" " * len(BETWEEN)}{PLAIN}'), 'ß', 'ss'))
    $$
"""


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('trials', '0007_words'),
    ]

    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION trials_site_words(text, text)"),
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY words_of_sites ON trials_site USING gin (trials_site_words(facility, city))",
            "DROP INDEX CONCURRENTLY words_of_sites",
        ),
    ]

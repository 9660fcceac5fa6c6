"""The ninth column of GFF3 and GTF: one value picked out quickly, or all of them."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from loxsmith.genome.text_stream import mended

_PAIR = re.compile(r'([^\s;"]+)[ \t]+(?:"((?:[^"\\]|\\.)*)"|([^;"]*[^;"\s]))')


def gff3_value(text: str, key: str) -> str:
    """Return the value of ``key`` in a GFF3 column, decoded; empty when it is not there.

    >>> gff3_value("ID=exon:1;Parent=transcript:T%2C1", "Parent")
    'transcript:T,1'
    """
    wanted = key + "="
    at = text.find(wanted)
    while at > 0 and text[at - 1] != ";" and not text[:at].rstrip(" \t").endswith(";"):
        at = text.find(wanted, at + 1)
    if at < 0:
        return ""
    begin = at + len(wanted)
    end = text.find(";", begin)
    value = (text[begin:] if end < 0 else text[begin:end]).strip(" \t\n")
    return mended(_decoded(value) if "%" in value else value)


def gff3_attributes(text: str) -> dict[str, str]:
    """Return all pairs of a GFF3 column, decoded.

    >>> gff3_attributes("ID=gene:1; description=a%3Bb")
    {'ID': 'gene:1', 'description': 'a;b'}
    """
    given: dict[str, str] = {}
    for pair in text.split(";"):
        key, _, value = pair.partition("=")
        key, value = key.strip(" \t\n"), value.strip(" \t\n")
        given[key] = mended(_decoded(value) if "%" in value else value)
    return given


def gtf_value(text: str, key: str) -> str:
    """Return the value of ``key`` in a GTF column; empty when it is not there.

    >>> gtf_value('gene_id "G; 1"; transcript_id "T1";', "transcript_id")
    'T1'
    """
    wanted = f'{key} "'
    at = text.find(wanted)
    if at == 0 or (at > 0 and text[at - 1] in " ;\t"):
        begin = at + len(wanted)
        end = text.find('"', begin)
        if end >= 0 and text[end - 1] != "\\":
            return mended(text[begin:end])
    return gtf_attributes(text).get(key, "")


def gtf_attributes(text: str) -> dict[str, str]:
    """Return all pairs of a GTF column; what a key is given more than once is joined by commas.

    >>> gtf_attributes('gene_id "G1"; tag "basic"; tag "MANE_Select"; level 2;')
    {'gene_id': 'G1', 'tag': 'basic,MANE_Select', 'level': '2'}
    """
    given: dict[str, str] = {}
    for key, quoted, bare in _PAIR.findall(text):
        value = mended(quoted.replace('\\"', '"') if "\\" in quoted else quoted or bare)
        given[key] = f"{given[key]},{value}" if given.get(key) else value
    return given


def _decoded(value: str) -> str:
    """Undo percent-encoding byte by byte, so that the bytes can be mended as one text."""
    return unquote_to_bytes(value.encode("latin-1")).decode("latin-1")

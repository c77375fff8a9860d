"""Prints the products of a gene's canonical transcript, found by GraphQL and fetched by refget.

Usage: gene-products.py GRAPHQL_URL REFGET_URL requests|refget
"""

import sys

import refget
import requests
from gql import Client, gql
from gql.transport.aiohttp import AIOHTTPTransport

GENOME = gql("""
query Genome($accession: String!) {
  genomes(by_assembly_accession_id: {assembly_accession_id: $accession}) { genome_id }
}""")

GENES = gql("""
query Genes($symbol: String!, $genome: String!) {
  genes(by_symbol: {symbol: $symbol, genome_id: $genome}) {
    stable_id
    unversioned_stable_id
    version
    transcripts {
      stable_id
      symbol
      type
      metadata { mane { value } canonical { value } }
      product_generating_contexts {
        product_type
        cdna { sequence { checksum } }
        cds { sequence { checksum } }
        product { stable_id sequence { checksum } }
        product_type
      }
    }
  }
}""")

graphql_url, refget_url, client_name = sys.argv[1:]
client = Client(transport=AIOHTTPTransport(url=graphql_url), fetch_schema_from_transport=True)


def fetch(checksum):
    if client_name == "refget":
        return refget.RefGetClient(f"{refget_url}/sequence/").refget(checksum, start=None, end=None)
    answer = requests.get(f"{refget_url}/sequence/{checksum}", headers={"Accept": "text/plain"})
    answer.raise_for_status()
    return answer.text


genomes = client.execute(GENOME, variable_values={"accession": "GCA_000001405.29"})["genomes"]
wanted = {"symbol": "BRCA2", "genome": genomes[0]["genome_id"]}
for gene in client.execute(GENES, variable_values=wanted)["genes"]:
    for transcript in gene["transcripts"]:
        if not transcript["metadata"]["canonical"]:
            continue
        for context in transcript["product_generating_contexts"]:
            for kind in ("cdna", "cds", "product"):
                checksum = context[kind]["sequence"]["checksum"]
                name = context[kind].get("stable_id", transcript["stable_id"])
                print(name, kind, len(fetch(checksum)), checksum, sep="\t")

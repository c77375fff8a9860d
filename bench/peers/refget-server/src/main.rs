//! `cache FASTA` writes the digests beside it; `serve FASTA` answers from the mapped file, on one thread.
use refget_server::{RefgetConfig, RefgetState, refget_router};
use refget_store::{DigestCache, InMemorySeqColStore, MmapSequenceStore, SidecarCache};
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (command, fasta) = (arguments.next().unwrap(), arguments.next().unwrap());
    if command == "cache" {
        DigestCache::from_fasta(&fasta)?.write(&fasta)?;
        return Ok(());
    }
    let mut sequences = MmapSequenceStore::new();
    sequences.add_fasta(&fasta)?;
    let state = RefgetState {
        sequence_store: Arc::new(sequences),
        seqcol_store: Arc::new(InMemorySeqColStore::new()),
        config: RefgetConfig::default(),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    axum::serve(listener, refget_router(state)).await?;
    Ok(())
}

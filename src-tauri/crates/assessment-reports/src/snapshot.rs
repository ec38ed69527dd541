//! The digest by which workbook and briefing name the data that they were made from.

use std::fmt::Write as _;

use assessment_models::RoundData;
use sha2::{Digest, Sha256};

/// SHA-256 over the round's data as JSON: the same data give the same digest, whatever file holds them.
pub(crate) fn digest(data: &RoundData) -> Result<String, serde_json::Error> {
    let mut hash = Hashed(Sha256::new());
    serde_json::to_writer(&mut hash, data)?;
    let digest = hash.0.finalize();
    Ok(digest
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing into a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        }))
}

struct Hashed(Sha256);

impl std::io::Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

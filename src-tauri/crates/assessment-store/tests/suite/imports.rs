//! Drafts in, batches out.

//! Spreadsheets and packages: bytes in, draft and problems out; templates out.

//! The store from outside: workspaces in a temporary folder.

#[cfg(test)]
mod given;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod round_trip;

//! The store from outside: workspaces in a temporary folder.

#[cfg(test)]
mod files;
#[cfg(test)]
mod given;
#[cfg(test)]
mod governance;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod property;
#[cfg(test)]
mod rectification;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod strangers;
#[cfg(test)]
mod versions;
